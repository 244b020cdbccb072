package dev.spanflame.querier.pyroscope;

import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.CALLER;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.CPU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Labels;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.querier.profiles.TestProfiles;
import dev.spanflame.querier.tempo.Shop;
import dev.spanflame.querier.traces.TestStore;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests of a shop: those to `/slow` take long and run `render`, those to `/fast` run `read`.
final class SpanFlameGraphsTest {
    private static final String GRAPH = "/api/v2/flamegraph";
    private static final String TIME = "&type=" + CPU + "&start=1700000000&end=1700000100";
    private static final int REQUESTS = 10;

    private final List<Route> live = routes(new TestProfiles().live(profile()));
    private final List<Route> flushed = routes(flushed(profile()));

    private static ProfileBatch profile() {
        Collapsed profile = Collapsed.of("shop", Shop.START / 1_000_000);
        profile.add("main;idle", 1_000);
        for (int i = 1; i <= REQUESTS; i++) {
            profile.add(i % 2 == 0 ? "main;serve;render" : "main;serve;read", i, i, Labels.EMPTY);
        }
        return profile.batch();
    }

    static TestProfiles flushed(ProfileBatch batch) {
        TestProfiles profiles = new TestProfiles();
        try {
            profiles.flush(List.of(List.of(batch)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return profiles;
    }

    /// Span `i` lies in trace `i * 31`, as the samples say.
    private static List<Route> routes(TestProfiles profiles) {
        List<Trace> traces = new ArrayList<>();
        for (int i = 1; i <= REQUESTS; i++) {
            boolean slow = i % 2 == 0;
            Attribute route = Attribute.of("http.route", slow ? "/slow" : "/fast");
            TraceId id = new TraceId(0, i * 31L);
            traces.add(Shop.in(
                    "shop", Shop.span(id, i, 0, "GET", Span.KIND_SERVER, i * 100L, slow ? 500 : 5, 0, List.of(route))));
        }
        TestStore store = new TestStore();
        store.addLive(Tenant.ANONYMOUS, 1, traces);
        return new PyroscopeApi(
                        profiles.store(), () -> Instant.ofEpochSecond(1_700_000_100), 1 << 20, profiles.natives())
                .spanRoutes(store.store());
    }

    static HttpReply get(List<Route> routes, String path, String query) throws Exception {
        Route route = routes.stream()
                .filter(each -> each.pattern().equals(path))
                .findFirst()
                .orElseThrow();
        QueryParameters parameters = QueryParameters.parse(query + TIME);
        return route.handler().handle(new HttpCall(CALLER, "GET", path, Map.of(), parameters, new byte[0]));
    }

    static String text(HttpReply reply) {
        return new String(((HttpReply.Body.Ready) reply.body()).bytes(), StandardCharsets.UTF_8);
    }

    private String ask(String path, String query) throws Exception {
        String answer = text(get(live, path, query));
        assertThat(text(get(flushed, path, query))).isEqualTo(answer);
        return answer;
    }

    static String traceQl(String name, String query) {
        return name + "=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    @Test
    void drawsExactlyTheSpansThatAQuerySelects() throws Exception {
        String slow = traceQl("q", "{ span.http.route = \"/slow\" && duration > 100ms }");
        assertThat(ask(GRAPH, slow + "&format=folded")).isEqualTo("main;serve;render 30\n");
        assertThat(ask(GRAPH, slow)).contains("\"numTicks\":30", "\"render\"").doesNotContain("idle");
        assertThat(get(live, GRAPH, slow).headers())
                .containsEntry("X-Spanflame-Selected-Spans", "5")
                .containsEntry("X-Spanflame-Selected-Traces", "5")
                .containsEntry("X-Spanflame-Selected-All", "true");
        assertThat(ask(GRAPH, traceQl("q", "{ span.http.route =~ \"/.*\" }") + "&format=folded"))
                .isEqualTo("main;serve;read 25\nmain;serve;render 30\n");
        assertThat(ask(GRAPH, traceQl("q", "{ name = \"none\" }"))).contains("\"numTicks\":0");
    }

    @Test
    void comparesTheSpansOfTwoQueries() throws Exception {
        String query = traceQl("left", "{ duration < 100ms }") + "&" + traceQl("right", "{ duration >= 100ms }");
        assertThat(ask(GRAPH + "/diff", query)).contains("\"leftTicks\":25,\"rightTicks\":30", "[0,25,0,0,30,0,0]");
        assertThat(get(live, GRAPH + "/diff", query).headers())
                .containsEntry("X-Spanflame-Left-Selected-Spans", "5")
                .containsEntry("X-Spanflame-Right-Selected-Spans", "5");
    }

    @Test
    void leadsFromAFrameToItsSpans() throws Exception {
        assertThat(ask(GRAPH + "/spans", "function=render&limit=2"))
                .isEqualTo("{\"spans\":[{\"traceID\":\"00000000000000000000000000000136\","
                        + "\"spanID\":\"000000000000000a\",\"value\":10,\"profileStartMs\":1700000000000},"
                        + "{\"traceID\":\"000000000000000000000000000000f8\","
                        + "\"spanID\":\"0000000000000008\",\"value\":8,\"profileStartMs\":1700000000000}],"
                        + "\"total\":30,\"spanCount\":5,\"leftOut\":0}");
        assertThat(ask(GRAPH + "/spans", "callSite=main&callSite=serve&limit=1"))
                .contains("\"spanCount\":10");
        assertThat(ask(GRAPH + "/spans", "matching=%5Ere&" + traceQl("q", "{ duration < 100ms }")))
                .contains("\"spanCount\":5", "\"total\":25");
        assertThat(ask(GRAPH + "/spans", "function=idle")).contains("\"spans\":[],\"total\":0");
    }

    @Test
    void findsTheTraceOfASampleThatKnowsItsSpanAlone() throws Exception {
        ProfileBatch batch = profile();
        for (int row = 0; row < batch.samples().size(); row++) {
            batch.samples().rows().set(SampleColumn.TRACE_LOW, row, 0);
        }
        List<Route> routes = routes(new TestProfiles().live(batch));
        assertThat(text(get(routes, GRAPH + "/spans", "function=render&limit=1")))
                .contains("\"traceID\":\"00000000000000000000000000000136\",\"spanID\":\"000000000000000a\"");
    }

    @Test
    void samplesOfOneSpanAreOfOneSpanWhetherTheyKnowItsTraceOrNot() throws Exception {
        Collapsed profile = Collapsed.of("shop", Shop.START / 1_000_000);
        profile.add("main;render", 3, 4, Labels.EMPTY)
                .add("main;render", 5, 4, Labels.EMPTY)
                .in(new TraceId(0, 0))
                .add("main;render", 7, 6, Labels.EMPTY)
                .in(new TraceId(0, 0));
        List<Route> routes = routes(new TestProfiles().live(profile.batch()));
        assertThat(text(get(routes, GRAPH + "/spans", "function=render")))
                .isEqualTo("{\"spans\":[{\"traceID\":\"0000000000000000000000000000007c\","
                        + "\"spanID\":\"0000000000000004\",\"value\":8,\"profileStartMs\":1700000000000},"
                        + "{\"traceID\":\"000000000000000000000000000000ba\","
                        + "\"spanID\":\"0000000000000006\",\"value\":7,\"profileStartMs\":1700000000000}],"
                        + "\"total\":15,\"spanCount\":2,\"leftOut\":0}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v2/flamegraph ",
                "/api/v2/flamegraph q=%7B%7D%7Crate()",
                "/api/v2/flamegraph/diff left=%7B%7D%7Crate()&right=%7B%7D",
                "/api/v2/flamegraph q=%7B",
                "/api/v2/flamegraph q=%7B%7D&labels=x%7B",
                "/api/v2/flamegraph/diff left=%7B%7D",
                "/api/v2/flamegraph/spans ",
                "/api/v2/flamegraph/spans function=a&callSite=b",
                "/api/v2/flamegraph/spans matching=%28",
                "/api/v2/flamegraph/spans function=a&limit=0",
                "/api/v2/flamegraph/spans function=a&limit=x"
            })
    void refusesWhatCannotBeUsed(String call) {
        String path = call.substring(0, call.indexOf(' '));
        assertThatThrownBy(() -> get(live, path, call.substring(path.length() + 1)))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
    }
}
