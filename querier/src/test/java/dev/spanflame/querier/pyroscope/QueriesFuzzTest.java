package dev.spanflame.querier.pyroscope;

import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.CALLER;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.CPU;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.RANGE;
import static dev.spanflame.querier.pyroscope.PyroscopeApiTest.SELECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.proto.fuzz.Fuzzer;
import dev.spanflame.proto.fuzz.Fuzzer.Tally;
import dev.spanflame.proto.fuzz.Fuzzer.Target;
import dev.spanflame.querier.pyroscope.tenant.TenantApi;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Damaged requests to every procedure and endpoint for profiles: answered, or refused and the caller blamed.
final class QueriesFuzzTest {
    private static final String[] JSON = {
        "\"9223372036854775807\"",
        "\"service_name\"",
        "\"call_site\":[{\"name\":\"main\"}]",
        "\"format\":4",
        "\"max_nodes\":\"1\"",
        "\"step\":0.001",
        "\"group_by\":[\"service_name\"]"
    };
    private static final PyroscopeApi LIVE = PyroscopeApiTest.live();
    private static final TenantApi TENANT = new TenantApi(
            new MemoryObjectStore(new RealDisk(), InstantSource.system()),
            () -> Instant.ofEpochMilli(60_000),
            new Random(1),
            "1.2.3");

    private static final Set<String> WRITES = Set.of("Set", "Upload", "UpsertRecordingRule");
    private static final Map<String, String> SEEDS = Map.ofEntries(
            Map.entry("ProfileTypes", "{" + RANGE + "}"),
            Map.entry("LabelNames", "{\"matchers\":[\"{service_name=\\\"shop\\\"}\"]," + RANGE + "}"),
            Map.entry("LabelValues", "{\"name\":\"service_name\"," + RANGE + "}"),
            Map.entry("Series", "{\"matchers\":[\"{}\"],\"labelNames\":[\"service_name\"]," + RANGE + "}"),
            Map.entry("GetProfileStats", "{}"),
            Map.entry("SelectSeries", "{" + SELECT + ",\"step\":15,\"group_by\":[\"service_name\"],\"limit\":\"2\"}"),
            Map.entry(
                    "SelectMergeStacktraces",
                    "{" + SELECT + ",\"max_nodes\":\"3\",\"format\":\"PROFILE_FORMAT_DOT\",\"span_selector\":[]}"),
            Map.entry("SelectMergeSpanProfile", "{" + SELECT + ",\"span_selector\":[\"0000000000000abc\"]}"),
            Map.entry(
                    "SelectMergeProfile",
                    "{" + SELECT + ",\"stack_trace_selector\":{\"go_pgo\":{\"keep_locations\":1}}}"),
            Map.entry("SelectHeatmap", "{" + SELECT + ",\"step\":15,\"query_type\":2,\"exemplar_type\":3}"),
            Map.entry("Diff", "{\"left\":{" + SELECT + "},\"right\":{" + SELECT + "}}"),
            Map.entry("AnalyzeQuery", "{" + RANGE + ",\"query\":\"" + CPU + "{}\"}"),
            Map.entry("Set", "{\"setting\":{\"name\":\"a\",\"value\":\"b\"}}"),
            Map.entry("Upload", "{\"name\":\"a.folded\",\"profile\":\"bWFpbjt3b3JrIDMK\",\"maxNodes\":\"5\"}"),
            Map.entry(
                    "UpsertRecordingRule",
                    "{\"metric_name\":\"profiles_recorded_x\",\"matchers\":[\"{__profile_type__=\\\"" + CPU
                            + "\\\"}\"],\"group_by\":[\"pod\"],\"external_labels\":[{\"name\":\"a\",\"value\":\"b\"}]}"));

    static Stream<RpcMethod> methods() {
        return Stream.concat(
                LIVE.methods().stream(), TENANT.methods().stream().filter(method -> WRITES.contains(method.name())));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void proceduresAnswerOrRefuse(RpcMethod method) throws Exception {
        RpcMethod.JsonForm form = method.json().orElseThrow();
        byte[] seed = SEEDS.getOrDefault(method.name(), "{}").getBytes(StandardCharsets.UTF_8);
        Target json = Target.json(
                method.name() + " in json", 400, bytes -> answer(method, form.requestFromJson(bytes)), JSON);
        Target binary = new Target(method.name() + " in protobuf", 400, bytes -> answer(method, bytes));

        Tally tally = Fuzzer.run(json, List.of(seed));
        if (!WRITES.contains(method.name())) {
            Fuzzer.run(binary, List.of(form.requestFromJson(seed)));
        }

        assertThat(tally.refused()).isPositive();
    }

    private static String answer(RpcMethod method, byte[] request) throws Exception {
        List<byte[]> replies = new ArrayList<>();
        method.handler().call(CALLER, request, replies::add);
        byte[] json = method.json().orElseThrow().replyToJson(replies.getFirst());
        return Integer.toBinaryString(json.length).length() + " bits";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /pyroscope/render | query=TYPE{service_name="shop"}&from=1&until=60&max-nodes=5&format=functions
            /pyroscope/render | query=TYPE{}&from=1&until=60&format=sandwich&function=run&callSite=main&groupBy=pod
            /pyroscope/render | query=TYPE&from=now-50s&until=now&format=speedscope&matching=ru.&aggregation=avg
            /pyroscope/render-diff | leftQuery=TYPE{}&leftFrom=1&leftUntil=60&rightQuery=TYPE{}&rightFrom=1&rightUntil=60
            /pyroscope/label-values | label=service_name&from=1&until=60
            /api/v2/profile-series | query=TYPE{}&from=1&until=60&step=0.5&function=run&groupBy=pod&exemplars=span
            """)
    void endpointsAnswerOrRefuse(String path, String query) throws Exception {
        Route route = LIVE.routes().stream()
                .filter(each -> each.pattern().equals(path))
                .findFirst()
                .orElseThrow();
        Target target = new Target(
                path,
                1_000,
                bytes -> {
                    QueryParameters parameters = QueryParameters.parse(new String(bytes, StandardCharsets.UTF_8));
                    HttpReply reply = route.handler()
                            .handle(new HttpCall(CALLER, "GET", path, Map.of(), parameters, new byte[0]));
                    byte[] body = ((HttpReply.Body.Ready) reply.body()).bytes();
                    return reply.status() + " "
                            + Integer.toBinaryString(body.length).length();
                },
                "&",
                "=",
                "%",
                "format=html",
                "format=pprof",
                "format=tree",
                "format=dot",
                "now-1h",
                "9223372036854775807",
                "spanId=0000000000000abc",
                "callSite=main",
                "step=1e-9");

        Tally tally = Fuzzer.run(target, List.of(query.replace("TYPE", CPU).getBytes(StandardCharsets.UTF_8)));

        assertThat(tally.read()).isGreaterThan(1);
        assertThat(tally.refused()).isPositive();
    }
}
