package dev.spanflame.querier.pyroscope;

import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.CALLER;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.CPU;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.api;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.flushed;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.querier.arrow.ArrowReaders;
import dev.spanflame.querier.arrow.ArrowReply;
import dev.spanflame.querier.profiles.TestProfiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `/pyroscope/render` and `/pyroscope/render-diff` in every format.
final class RenderFormatsTest {
    private static final String TIME = "&from=1&until=60";
    private static final String QUERY = "query=" + CPU + TIME;

    static HttpReply get(PyroscopeApi api, String path, String query) throws Exception {
        return get(api, path, query, CALLER);
    }

    private static HttpReply get(PyroscopeApi api, String path, String query, Caller caller) throws Exception {
        Route route = api.routes().stream()
                .filter(each -> each.pattern().equals(path))
                .findFirst()
                .orElseThrow();
        QueryParameters parameters = QueryParameters.parse(query);
        return route.handler().handle(new HttpCall(caller, "GET", path, Map.of(), parameters, new byte[0]));
    }

    private static byte[] bytes(HttpReply reply) {
        return ((HttpReply.Body.Ready) reply.body()).bytes();
    }

    private static String text(PyroscopeApi api, String path, String query) throws Exception {
        return new String(bytes(get(api, path, query)), StandardCharsets.UTF_8);
    }

    private static String render(String query) throws Exception {
        String answer = text(live(), "/pyroscope/render", QUERY + query);
        assertThat(text(flushed(), "/pyroscope/render", QUERY + query)).isEqualTo(answer);
        return answer;
    }

    @Test
    void foldsStacks() throws Exception {
        assertThat(render("&format=folded")).isEqualTo("gc 1\nmain;idle 12\nmain;run 32\nmain;run;parse 5\n");
        assertThat(render("&format=collapsed&callSite=main&callSite=run")).isEqualTo("main;run 32\nmain;run;parse 5\n");
        assertThat(render("&format=folded&spanId=0000000000000abc")).isEqualTo("main;run;parse 5\n");
    }

    @Test
    void writesATreeOfCalls() throws Exception {
        assertThat(render("&format=call-tree"))
                .isEqualTo("{\"callTree\":{\"root\":{\"nameIndex\":0,\"total\":50,\"self\":0,\"children\":["
                        + "{\"nameIndex\":1,\"total\":1,\"self\":1},"
                        + "{\"nameIndex\":2,\"total\":49,\"self\":0,\"children\":["
                        + "{\"nameIndex\":3,\"total\":12,\"self\":12},"
                        + "{\"nameIndex\":4,\"total\":37,\"self\":32,\"children\":["
                        + "{\"nameIndex\":5,\"total\":5,\"self\":5}]}]}]},"
                        + "\"total\":50,\"names\":[\"total\",\"gc\",\"main\",\"idle\",\"run\",\"parse\"]}}");
        assertThat(render("&format=call-tree&matching=nothing"))
                .contains("\"root\":{\"nameIndex\":0,\"total\":0,\"self\":0}");
    }

    @Test
    void drawsADifference() throws Exception {
        String side = "=process_cpu:cpu:nanoseconds:cpu:nanoseconds%7Bservice_name%3D%22";
        String query = "format=dot&leftFrom=1&leftUntil=60&rightFrom=1&rightUntil=60&leftQuery" + side
                + "shop%22%7D&rightQuery" + side + "cart%22%7D";
        String dot = text(live(), "/pyroscope/render-diff", query);

        assertThat(dot).startsWith("digraph \"process_cpu").endsWith("}\n");
        assertThat(dot)
                .contains("[label=\"gc\\n0ns -> 1ns (+3.23%)\", color=\"#c0392b\"];")
                .contains("[label=\"parse\\n5ns -> 0ns (-26.32%)\", color=\"#27ae60\"];")
                .contains("main\\n19ns -> 30ns (-3.23%)");
    }

    @Test
    void writesForSpeedscope() throws Exception {
        String json = render("&format=speedscope");
        assertThat(json)
                .contains("\"frames\":[{\"name\":\"gc\"},{\"name\":\"main\"},{\"name\":\"idle\"}")
                .contains("\"unit\":\"nanoseconds\",\"startValue\":0,\"endValue\":50")
                .contains("\"samples\":[[0],[1,2],[1,3],[1,3,4]],\"weights\":[1,12,32,5]");
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                assertThat(parser.currentTokenLocation()).isNotNull();
            }
        }
    }

    @Test
    void tellsOfFunctionsWithTheirCallersAndCallees() throws Exception {
        assertThat(render("&format=functions&max-nodes=2"))
                .isEqualTo("{\"functions\":{\"functions\":[{\"name\":\"run\",\"self\":32,\"total\":37},"
                        + "{\"name\":\"idle\",\"self\":12,\"total\":12}],\"total\":50,\"functionCount\":5}}");
        assertThat(render("&format=sandwich&function=run"))
                .isEqualTo("{\"sandwich\":{\"callers\":{\"nameIndex\":0,\"total\":37,\"self\":0,\"children\":["
                        + "{\"nameIndex\":1,\"total\":37,\"self\":37}]},"
                        + "\"callees\":{\"nameIndex\":0,\"total\":37,\"self\":32,\"children\":["
                        + "{\"nameIndex\":2,\"total\":5,\"self\":5}]},"
                        + "\"total\":37,\"self\":32,\"names\":[\"run\",\"main\",\"parse\"]}}");
        assertThat(render("&format=sandwich&function=absent")).contains("\"callers\":null");
        assertThatThrownBy(() -> render("&format=sandwich"))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
    }

    @Test
    void tellsOfFunctionsAsAnArrowTable() throws Exception {
        Caller caller = new Caller(CALLER.tenants(), new Headers().add("Accept", ArrowReply.TYPE), () -> false);

        assertThat(ArrowReaders.read(
                        get(live(), "/pyroscope/render", QUERY + "&format=functions&max-nodes=2", caller), 9))
                .containsExactly(
                        "fields function string; self int64; total int64",
                        "notes total=50",
                        "batches 2",
                        "pyarrow 2",
                        "run|32|37",
                        "idle|12|12",
                        "polars 2",
                        "run|32|37",
                        "idle|12|12",
                        "duckdb 2",
                        "run|32|37",
                        "idle|12|12");
    }

    @Test
    void tellsOfStacksAsAnArrowTable() throws Exception {
        Caller caller = new Caller(CALLER.tenants(), new Headers().add("Accept", ArrowReply.TYPE), () -> false);

        assertThat(ArrowReaders.read(get(live(), "/pyroscope/render", QUERY + "&format=folded", caller), 9))
                .startsWith("fields stack string; value int64")
                .containsSubsequence("polars 4", "gc|1", "main;idle|12", "main;run|32", "main;run;parse|5", "duckdb 4");
    }

    @Test
    void countsAFunctionThatCallsItselfOnce() throws Exception {
        PyroscopeApi api = api(new TestProfiles()
                .live(Collapsed.of("shop", 10_000)
                        .add("a;f;f;b;f", 7)
                        .add("a;f", 2)
                        .batch()));
        assertThat(text(api, "/pyroscope/render", QUERY + "&format=functions"))
                .contains("{\"name\":\"f\",\"self\":9,\"total\":9}", "{\"name\":\"b\",\"self\":0,\"total\":7}");
        assertThat(text(api, "/pyroscope/render", QUERY + "&format=sandwich&function=f"))
                .contains("\"total\":9,\"self\":9,\"names\"");
    }

    @Test
    void drawsAPageInWhichNamesAreNoMarkup() throws Exception {
        String evil = "</script><img src=x onerror=alert(1)>";
        PyroscopeApi api = api(new TestProfiles()
                .live(Collapsed.of("shop", 10_000).add("main;" + evil, 7).batch()));
        HttpReply reply = get(api, "/pyroscope/render", QUERY + "&format=html");
        String page = new String(bytes(reply), StandardCharsets.UTF_8);
        assertThat(reply.headers()).containsEntry("Content-Type", "text/html; charset=utf-8");
        assertThat(page).contains("\\u003c/script>", CPU).doesNotContain(evil).doesNotContain("@DATA@");
        assertThat(page.split("</script>", -1)).hasSize(3);
        assertThat(page).doesNotContain("http://").doesNotContain("https://").doesNotContain("src=\"");
    }

    @Test
    void drawsADotGraphAndTreeBytes() throws Exception {
        assertThat(render("&format=dot"))
                .startsWith("digraph \"" + CPU + "\" {")
                .endsWith("}\n");
        assertThat(bytes(get(live(), "/pyroscope/render", QUERY + "&format=tree")))
                .hasSizeGreaterThan(20);
    }

    @Test
    void listsLabelsAndServicesAsOldClientsAsk() throws Exception {
        for (PyroscopeApi api : List.of(live(), flushed())) {
            assertThat(text(api, "/pyroscope/label-values", "label=service_name&from=1&until=60"))
                    .isEqualTo("[\"cart\",\"shop\"]");
            assertThat(text(api, "/pyroscope/label-values", "label=__name__")).isEqualTo("[\"" + CPU + "\"]");
            assertThat(text(api, "/api/apps", "query=%7Bthread%3D%22t1%22%7D")).isEqualTo("[{\"name\":\"shop\"}]");
            assertThat(text(api, "/pyroscope/labels", "")).contains("\"service_name\"", "\"thread\"");
        }
        assertThatThrownBy(() -> text(live(), "/label-values", ""))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
    }

    private static String series(String query) throws Exception {
        String path = "/api/v2/profile-series";
        String answer = text(live(), path, QUERY + query);
        assertThat(text(flushed(), path, QUERY + query)).isEqualTo(answer);
        return answer;
    }

    @Test
    void sumsSeriesOfFunctions() throws Exception {
        assertThat(series("&step=30&function=idle&groupBy=service_name"))
                .isEqualTo("{\"series\":[{\"labels\":[{\"name\":\"service_name\",\"value\":\"shop\"}],"
                        + "\"points\":[{\"value\":12.0,\"timestamp\":\"31000\"}]}]}");
        assertThat(series("&step=10&matching=%5E(idle%7Cgc)$&aggregation=avg&exemplars=profile"))
                .contains("\"value\":4.5", "\"profileId\"");
        assertThat(series("&step=30&callSite=main&callSite=run&exemplars=span")).contains("0000000000000abc");
        for (String bad : List.of("&step=x", "&step=0", "&function=a&matching=b", "&matching=(", "&exemplars=x")) {
            assertThatThrownBy(() -> series(bad))
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
        }
    }

    @Test
    void narrowsTheTimelineAsItNarrowsTheGraph() throws Exception {
        assertThat(render("&callSite=main&callSite=run")).contains("\"numTicks\":37", "\"samples\":[0,7,30,0]");
        assertThat(render("&spanId=0000000000000abc")).contains("\"numTicks\":5", "\"samples\":[0,5,0,0]");
    }

    @Test
    void rendersDifferences() throws Exception {
        String query = "leftQuery=" + CPU + "%7Bservice_name%3D%22shop%22%7D&leftFrom=1&leftUntil=60" + "&rightQuery="
                + CPU + "%7Bservice_name%3D%22cart%22%7D&rightFrom=1&rightUntil=60";
        String diff = text(live(), "/pyroscope/render-diff", query);
        assertThat(diff)
                .contains("\"format\":\"double\"", "\"leftTicks\":19,\"rightTicks\":31", "\"numTicks\":50")
                .contains("[0,19,0,0,31,0,0]");
        assertThat(text(flushed(), "/pyroscope/render-diff", query)).isEqualTo(diff);
        assertThatThrownBy(() -> text(
                        live(), "/pyroscope/render-diff", query.replace("rightQuery=process_cpu", "rightQuery=wall")))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
    }
}
