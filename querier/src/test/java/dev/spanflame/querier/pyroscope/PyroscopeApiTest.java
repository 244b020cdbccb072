package dev.spanflame.querier.pyroscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Labels;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.querier.profiles.TestProfiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The API as Connect with JSON, literally; every answer is the same from live and from flushed data.
final class PyroscopeApiTest {
    static final String CPU = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";
    static final String RANGE = "\"start\":\"1\",\"end\":\"100000\"";
    static final String SELECT = "\"profile_typeID\":\"" + CPU + "\",\"label_selector\":\"{}\"," + RANGE;
    static final Caller CALLER = Caller.local(Tenant.ANONYMOUS);

    static List<ProfileBatch> data() {
        return List.of(
                Collapsed.of("shop", 10_000)
                        .add("main;run;parse", 5, 0xabcL, Labels.EMPTY)
                        .add("main;run", 2)
                        .add("main;idle", 4, 0, Labels.of("thread", "t1", "k8s.pod", "p"))
                        .batch(),
                Collapsed.of("cart", 20_000).add("main;run", 30).add("gc", 1).batch(),
                Collapsed.of("shop", 20_500).add("main;idle", 8).batch());
    }

    static PyroscopeApi live() {
        return api(new TestProfiles().live(data().toArray(new ProfileBatch[0])));
    }

    static PyroscopeApi flushed() {
        TestProfiles profiles = new TestProfiles();
        try {
            profiles.flush(List.of(data().subList(0, 1), data().subList(1, 3)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return api(profiles);
    }

    static PyroscopeApi api(TestProfiles profiles) {
        return new PyroscopeApi(profiles.store(), () -> Instant.ofEpochMilli(60_000), 1 << 20, profiles.natives());
    }

    static String call(PyroscopeApi api, Caller caller, String method, String json) {
        RpcMethod rpc = api.methods().stream()
                .filter(each -> each.name().equals(method))
                .findFirst()
                .orElseThrow();
        RpcMethod.JsonForm form = rpc.json().orElseThrow();
        List<byte[]> replies = new ArrayList<>();
        byte[] request = form.requestFromJson(json.getBytes(StandardCharsets.UTF_8));
        try {
            rpc.handler().call(caller, request, replies::add);
        } catch (BackendException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        assertThat(replies).hasSize(1);
        return new String(form.replyToJson(replies.getFirst()), StandardCharsets.UTF_8);
    }

    static String call(String method, String json) {
        String answer = call(live(), CALLER, method, json);
        assertThat(call(flushed(), CALLER, method, json)).isEqualTo(answer);
        return answer;
    }

    @Test
    void tellsTypes() {
        String types = "{\"profileTypes\":[{\"ID\":\"" + CPU + "\",\"name\":\"process_cpu\",\"sampleType\":\"cpu\","
                + "\"sampleUnit\":\"nanoseconds\",\"periodType\":\"cpu\",\"periodUnit\":\"nanoseconds\"}]}";
        assertThat(call("ProfileTypes", "{" + RANGE + "}")).isEqualTo(types);
        assertThat(call("ProfileTypes", "{}")).isEqualTo(types);
        assertThat(call("ProfileTypes", "{\"start\":1000,\"end\":4000}")).isEqualTo("{}");
    }

    @Test
    void tellsLabels() {
        assertThat(call("LabelValues", "{\"name\":\"service_name\"," + RANGE + "}"))
                .isEqualTo("{\"names\":[\"cart\",\"shop\"]}");
        String matchers = "\"matchers\":[\"" + CPU + "{service_name=\\\"shop\\\"}\",\"{thread!=\\\"\\\"}\"]";
        assertThat(call("LabelNames", "{" + matchers + "," + RANGE + "}"))
                .contains("\"thread\"")
                .doesNotContain("k8s.pod");
        Headers headers = new Headers().add("Accept", "application/json; allow-utf8-labelnames=true");
        Caller modern = new Caller(List.of(Tenant.ANONYMOUS), headers, () -> false);
        assertThat(call(live(), modern, "LabelNames", "{" + RANGE + "}")).contains("\"k8s.pod\"");
        assertThat(call("Series", "{\"labelNames\":[\"service_name\",\"thread\"],\"matchers\":[]," + RANGE + "}"))
                .isEqualTo("{\"labelsSet\":[{\"labels\":[{\"name\":\"service_name\",\"value\":\"cart\"}]},"
                        + "{\"labels\":[{\"name\":\"service_name\",\"value\":\"shop\"}]},"
                        + "{\"labels\":[{\"name\":\"service_name\",\"value\":\"shop\"},"
                        + "{\"name\":\"thread\",\"value\":\"t1\"}]}]}");
        assertThat(call("GetProfileStats", "{}"))
                .isEqualTo("{\"dataIngested\":true,\"oldestProfileTime\":\"10000\",\"newestProfileTime\":\"30500\"}");
    }

    @Test
    void drawsFlameGraphs() {
        assertThat(call("SelectMergeStacktraces", "{" + SELECT + "}"))
                .isEqualTo("{\"flamegraph\":{\"names\":[\"total\",\"main\",\"run\",\"parse\",\"idle\",\"gc\"],"
                        + "\"levels\":[{\"values\":[\"0\",\"50\",\"0\",\"0\"]},"
                        + "{\"values\":[\"0\",\"1\",\"1\",\"5\",\"0\",\"49\",\"0\",\"1\"]},"
                        + "{\"values\":[\"1\",\"12\",\"12\",\"4\",\"0\",\"37\",\"32\",\"2\"]},"
                        + "{\"values\":[\"45\",\"5\",\"5\",\"3\"]}],\"total\":\"50\",\"maxSelf\":\"32\"}}");
        assertThat(call("SelectMergeStacktraces", "{" + SELECT.replace("{}", "{service_name=\\\"none\\\"}") + "}"))
                .isEqualTo("{}");
        assertThat(call(
                        "SelectMergeStacktraces",
                        "{\"profileTypeID\":\"" + CPU + "\",\"labelSelector\":\"{service_name=\\\"cart\\\"}\","
                                + "\"maxNodes\":\"1\"," + RANGE + "}"))
                .contains("\"other\"");
    }

    @Test
    void drawsOnlyTheSpansOrTheCallSiteAskedFor() {
        String parse = "{\"flamegraph\":{\"names\":[\"total\",\"main\",\"run\",\"parse\"],"
                + "\"levels\":[{\"values\":[\"0\",\"5\",\"0\",\"0\"]},{\"values\":[\"0\",\"5\",\"0\",\"1\"]},"
                + "{\"values\":[\"0\",\"5\",\"0\",\"2\"]},{\"values\":[\"0\",\"5\",\"5\",\"3\"]}],"
                + "\"total\":\"5\",\"maxSelf\":\"5\"}}";
        String spans = ",\"spanSelector\":[\"0000000000000ABC\"]}";
        assertThat(call("SelectMergeSpanProfile", "{" + SELECT + spans)).isEqualTo(parse);
        assertThat(call("SelectMergeStacktraces", "{" + SELECT + spans)).isEqualTo(parse);
        assertThat(call(
                        "SelectMergeStacktraces",
                        "{" + SELECT + ",\"traceIdSelector\":[\"0000000000000000%016x\"]}".formatted(0xabcL * 31)))
                .isEqualTo(parse);
        assertThat(call(
                        "SelectMergeStacktraces",
                        "{" + SELECT + ",\"stackTraceSelector\":{\"callSite\":[{\"name\":\"main\"},"
                                + "{\"name\":\"run\"},{\"name\":\"parse\"}]}}"))
                .isEqualTo(parse);
        assertThat(call(
                        "SelectMergeStacktraces",
                        "{" + SELECT + ",\"stack_trace_selector\":{\"call_site\":[{\"name\":\"main\"},"
                                + "{\"name\":\"idle\"}]}}"))
                .contains("\"total\":\"12\"")
                .doesNotContain("run");
        assertThat(call(
                        "SelectMergeStacktraces",
                        "{" + SELECT + ",\"stackTraceSelector\":{\"callSite\":[{\"name\":\"absent\"}]}}"))
                .isEqualTo("{}");
    }

    @Test
    void sumsSeries() {
        assertThat(call("SelectSeries", "{" + SELECT + ",\"step\":15,\"groupBy\":[\"service_name\"]}"))
                .isEqualTo("{\"series\":[{\"labels\":[{\"name\":\"service_name\",\"value\":\"cart\"}],"
                        + "\"points\":[{\"value\":31.0,\"timestamp\":\"30001\"}]},"
                        + "{\"labels\":[{\"name\":\"service_name\",\"value\":\"shop\"}],"
                        + "\"points\":[{\"value\":11.0,\"timestamp\":\"15001\"},"
                        + "{\"value\":8.0,\"timestamp\":\"30001\"}]}]}");
        assertThat(call("SelectSeries", "{" + SELECT + ",\"step\":60,\"limit\":\"1\",\"groupBy\":[\"service_name\"]}"))
                .contains("cart")
                .doesNotContain("shop");
        assertThat(call(
                        "SelectSeries",
                        "{" + SELECT + ",\"step\":60,\"aggregation\":\"TIME_SERIES_AGGREGATION_TYPE_AVERAGE\"}"))
                .contains("\"value\":12.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "LabelNames; {}",
                "LabelValues; {\"start\":1,\"end\":2}",
                "Series; {\"start\":5,\"end\":2}",
                "SelectSeries; {SELECT}",
                "SelectSeries; {SELECT,\"step\":0.0001}",
                "SelectSeries; {SELECT,\"step\":15,\"limit\":-1}",
                "SelectSeries; {\"profileTypeID\":\"cpu\",\"labelSelector\":\"{}\",RANGE,\"step\":1}",
                "SelectMergeStacktraces; {\"profileTypeID\":\"TYPE\",RANGE}",
                "SelectMergeStacktraces; {SELECT,\"maxNodes\":-1}",
                "SelectMergeStacktraces; {SELECT,\"spanSelector\":[\"12\"]}",
                "SelectMergeStacktraces; {SELECT,\"traceIdSelector\":[\"12\"]}",
                "SelectMergeStacktraces; {SELECT,\"spanSelector\":[\"0000000000000abc\"],\"traceIdSelector\":[\"0\"]}",
                "SelectMergeStacktraces; {SELECT,\"profileIdSelector\":[\"12\"]}",
                "SelectMergeStacktraces; {SELECT,\"stackTraceSelector\":{\"goPgo\":{}}}",
                "SelectMergeSpanProfile; {SELECT}",
                "SelectMergeProfile; {RANGE}",
                "SelectHeatmap; {SELECT}",
                "Diff; {}",
                "AnalyzeQuery; {RANGE,\"query\":\"{\"}",
            })
    void refusesWhatIsNotValid(String method, String json) {
        String request = json.replace("SELECT", SELECT).replace("RANGE", RANGE).replace("TYPE", CPU);
        assertThatThrownBy(() -> call(live(), CALLER, method, request))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
    }

    @Test
    void saysWhatIsNotThereYet() {
        String async = ",\"async\":{\"type\":\"ASYNC_QUERY_TYPE_FORCE\"}}";
        assertThatThrownBy(() -> call(live(), CALLER, "SelectMergeStacktraces", "{" + SELECT + async))
                .isInstanceOfSatisfying(BackendException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.UNIMPLEMENTED);
                    assertThat(e.text()).contains("async queries", "not yet supported");
                });
    }

    @Test
    void unknownFieldsAndFormatsAreIgnored() {
        String odd = ",\"format\":\"PROFILE_FORMAT_FUNCTIONS\",\"sandwichFunction\":\"x\"}";
        assertThat(call("SelectMergeStacktraces", "{" + SELECT + odd)).contains("flamegraph");
    }

    @Test
    void stopsWhenTheCallerIsGone() {
        Caller gone = new Caller(List.of(Tenant.ANONYMOUS), new Headers(), () -> true);
        for (PyroscopeApi api : List.of(live(), flushed())) {
            assertThatThrownBy(() -> call(api, gone, "SelectMergeStacktraces", "{" + SELECT + "}"))
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
        }
    }

    private static String render(PyroscopeApi api, String query) throws Exception {
        Route route = api.routes().getFirst();
        assertThat(route.pattern()).isEqualTo("/pyroscope/render");
        QueryParameters parameters = QueryParameters.parse(query);
        HttpReply reply =
                route.handler().handle(new HttpCall(CALLER, "GET", route.pattern(), Map.of(), parameters, new byte[0]));
        return new String(((HttpReply.Body.Ready) reply.body()).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void rendersOneDocument() throws Exception {
        String query = "query=" + CPU + "%7Bservice_name%3D%22shop%22%7D&from=now-55s&until=now&groupBy=thread";
        String expected = "{\"version\":1,\"flamebearer\":{\"names\":[\"total\",\"main\",\"run\",\"parse\",\"idle\"],"
                + "\"levels\":[[0,19,0,0],[0,19,0,1],[0,12,12,4,0,7,2,2],[14,5,5,3]],\"numTicks\":19,\"maxSelf\":12},"
                + "\"metadata\":{\"format\":\"single\",\"spyName\":\"\",\"sampleRate\":1000000000,"
                + "\"units\":\"samples\",\"name\":\"cpu\"},"
                + "\"timeline\":{\"startTime\":5,\"samples\":[0,11,8,0],\"durationDelta\":15,\"watermarks\":null},"
                + "\"groups\":{\"\":{\"startTime\":5,\"samples\":[0,7,8,0],\"durationDelta\":15,\"watermarks\":null},"
                + "\"t1\":{\"startTime\":5,\"samples\":[0,4,0,0],\"durationDelta\":15,\"watermarks\":null}},"
                + "\"heatmap\":null}";
        assertThat(render(live(), query)).isEqualTo(expected);
        assertThat(render(flushed(), query)).isEqualTo(expected);
        assertThat(render(live(), "query=" + CPU + "&from=1&until=60&max-nodes=1"))
                .contains("other");
        assertThat(render(live(), "query=" + CPU + "&from=1&until=60&maxNodes=x"))
                .doesNotContain("other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=1&until=60",
                "query=" + CPU,
                "query=" + CPU + "&from=60&until=1",
                "query=x%7B%7D&from=1&until=60",
                "query=" + CPU + "%7B&from=1&until=60"
            })
    void refusesToRenderWhatIsNotValid(String query) {
        assertThatThrownBy(() -> render(live(), query))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
    }

    @Test
    void stepsOfTimelinesAreRound() {
        assertThat(Timeline.stepSeconds(Window.of(1, 1_000))).isEqualTo(15);
        assertThat(Timeline.stepSeconds(Window.of(1, 12L * 3_600_000))).isEqualTo(30);
        assertThat(Timeline.stepSeconds(Window.of(1, 30L * 86_400_000))).isEqualTo(1_800);
        assertThat(Timeline.stepSeconds(Window.of(1, Long.MAX_VALUE))).isEqualTo(365L * 86_400);
    }
}
