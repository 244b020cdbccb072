package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.spanflame.proto.tempopb.PartialStatus;
import dev.spanflame.proto.tempopb.TraceByIDResponse;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Wire;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What Grafana's Tempo data source, Traces Drilldown and other clients of Tempo call, and how strictly
/// they read it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TempoConformanceTest {
    private static final String PROTOBUF = "application/protobuf";

    /// The fields that the strict parser of Grafana's plugin knows, by the name of the field that holds
    /// them.
    private static final Map<String, Set<String>> KNOWN = Map.of(
            "", Set.of("traces", "metrics"),
            "traces",
                    Set.of(
                            "traceID",
                            "rootServiceName",
                            "rootTraceName",
                            "startTimeUnixNano",
                            "durationMs",
                            "spanSet",
                            "spanSets",
                            "serviceStats"),
            "spanSet", Set.of("spans", "matched", "attributes"),
            "spanSets", Set.of("spans", "matched", "attributes"),
            "spans", Set.of("spanID", "name", "startTimeUnixNano", "durationNanos", "attributes"),
            "attributes", Set.of("key", "value"),
            "value", Set.of("stringValue", "boolValue", "intValue", "doubleValue", "arrayValue", "kvlistValue"),
            "metrics",
                    Set.of(
                            "inspectedTraces",
                            "inspectedBytes",
                            "totalBlocks",
                            "completedJobs",
                            "totalJobs",
                            "totalBlockBytes",
                            "inspectedSpans"));

    private final String tree = Spans.newTraceId();
    private final String rootless = Spans.newTraceId();
    private SpanflameProcess server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = SpanflameProcess.start(folder, "--multi-tenancy", "--retention.traces=0", "--http.path-prefix=/tempo");
        try (GrpcProbe probe = new GrpcProbe(server, "otlp-grpc")) {
            probe.export(
                    Spans.request(
                            "shop",
                            Spans.span(tree, 1, "GET /").build(),
                            child(2, 1, "GET /cart").build(),
                            child(3, 2, "query")
                                    .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR))
                                    .addAttributes(attribute(
                                            "mixed", AnyValue.newBuilder().setIntValue(1)))
                                    .addEvents(Span.Event.newBuilder()
                                            .setName("exception")
                                            .addAttributes(attribute(
                                                    "exception.message",
                                                    AnyValue.newBuilder().setStringValue("it \"broke\"")))
                                            .addAttributes(attribute(
                                                    "exception.type",
                                                    AnyValue.newBuilder().setStringValue("io"))))
                                    .build()),
                    "red");
            Span instant = Spans.span(rootless, 7, "")
                    .setParentSpanId(id(99))
                    .setStartTimeUnixNano(1_700_000_000_000_000_000L)
                    .setEndTimeUnixNano(1_700_000_000_000_000_000L)
                    .addAttributes(attribute("mixed", AnyValue.newBuilder().setStringValue("text")))
                    .build();
            probe.export(
                    ExportTraceServiceRequest.newBuilder()
                            .addResourceSpans(ResourceSpans.newBuilder()
                                    .addScopeSpans(ScopeSpans.newBuilder().addSpans(instant)))
                            .build(),
                    "red");
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void save_and_test_and_the_version_by_which_older_grafanas_switch_features() {
        assertThat(get("/api/echo").text()).isEqualTo("echo");
        String[] version =
                get("/api/status/buildinfo").json().path("version").asText().split("\\.");
        assertThat(version).hasSize(3);
        assertThat(Integer.parseInt(version[0]) * 100 + Integer.parseInt(version[1]))
                .isGreaterThanOrEqualTo(207);
    }

    @Test
    void a_trace_in_protobuf_has_all_that_the_plugin_reads_unseen() throws IOException {
        for (String id : List.of(tree, rootless)) {
            TraceByIDResponse answer = TraceByIDResponse.parseFrom(
                    get("/api/v2/traces/" + id, "Accept", PROTOBUF).body());
            assertThat(answer.hasTrace()).isTrue();
            assertThat(answer.getTrace().getResourceSpansList()).isNotEmpty().allSatisfy(group -> {
                assertThat(group.hasResource()).isTrue();
                assertThat(group.getResource().getAttributesList()).isNotEmpty();
                assertThat(group.getScopeSpansList()).allSatisfy(scope -> {
                    assertThat(scope.hasScope()).isTrue();
                    assertThat(scope.getSpansList()).allMatch(Span::hasStatus);
                });
            });
        }
    }

    @Test
    void an_unknown_trace_is_empty_in_the_second_version_and_404_in_the_first() throws IOException {
        Wire.Answer second = get("/api/v2/traces/abcdef0123", "Accept", PROTOBUF);
        assertThat(second.status()).isEqualTo(200);
        assertThat(TraceByIDResponse.parseFrom(second.body()).hasTrace()).isTrue();
        Wire.Answer first = get("/api/traces/abcdef0123", "Accept", PROTOBUF);
        assertThat(first.status()).isEqualTo(404);
        assertThat(first.body()).isEmpty();
    }

    @Test
    void a_trace_of_which_spans_are_left_out_says_that_it_is_partial() throws IOException {
        Wire.Answer part = get("/api/v2/traces/" + tree + "?q=" + encoded("{ status = error }"), "Accept", PROTOBUF);
        TraceByIDResponse answer = TraceByIDResponse.parseFrom(part.body());
        assertThat(answer.getStatus()).isEqualTo(PartialStatus.PARTIAL);
        assertThat(answer.getMessage()).contains("1 of 3");
    }

    @Test
    void searches_carry_no_field_that_the_strict_parser_does_not_know() {
        for (String query : List.of(
                "{}",
                "{ } | select(span.mixed, resource.service.name, event.exception.message)",
                "{ } | by(resource.service.name)",
                "{ name = \"nobody\" }",
                "{ } | count() > 1")) {
            JsonNode answer = search(query, "");
            assertThat(answer.path("metrics").isObject()).as(query).isTrue();
            assertKnown("", answer);
        }
        assertKnown("", get("/api/search?tags=service.name%3Dshop").json());
    }

    @Test
    void an_instant_without_a_root_and_mixed_types_are_shown() {
        JsonNode trace = search("{ } | select(span.mixed)", "").path("traces").get(1);
        assertThat(trace.path("rootServiceName").asText()).isEqualTo("<root span not yet received>");
        assertThat(trace.has("durationMs")).isFalse();
        assertThat(trace.path("spanSet")).isEqualTo(trace.path("spanSets").get(0));
        assertThat(trace.path("spanSet")
                        .path("spans")
                        .get(0)
                        .path("attributes")
                        .get(0)
                        .path("key")
                        .asText())
                .isEqualTo("mixed");
    }

    @Test
    void no_range_is_too_long() {
        String decades = "&start=1&end=" + (1L << 31);
        assertThat(search("{}", decades).path("traces")).hasSize(2);
        for (String path : List.of("/api/metrics/query_range", "/api/metrics/query")) {
            Wire.Answer answer = get(path + "?q=" + encoded("{} | rate()") + decades);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
    }

    @Test
    void a_path_before_all_paths_is_served_too() {
        for (String path : List.of("/api/echo", "/api/v2/traces/" + tree, "/api/search?q=%7B%7D", "/ready")) {
            assertThat(get("/tempo" + path).status()).as(path).isEqualTo(200);
            assertThat(get(path).status()).as(path).isEqualTo(200);
            assertThat(get("/tempox" + path).status()).as(path).isEqualTo(404);
        }
        Wire.Answer types = Wire.post(
                server.uri("pyroscope").resolve("/tempo/querier.v1.QuerierService/ProfileTypes"),
                "{}".getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json",
                "X-Scope-OrgID",
                "red");
        assertThat(types.status()).as(types.text()).isEqualTo(200);
    }

    @Test
    void names_and_values_come_for_every_odd_tag_and_half_written_query() {
        JsonNode scopes = get("/api/v2/search/tags?limit=5000").json().path("scopes");
        assertThat(scopes.findValuesAsText("name")).contains("resource", "span", "event", "intrinsic");
        for (String tag : List.of("resource.service.name", ".service.name", "span.a/b", "span.a%20b", "span:name")) {
            assertThat(get("/api/v2/search/tag/" + tag + "/values?limit=10&tag=x&q=" + encoded("{ span.a = "))
                            .status())
                    .as(tag)
                    .isEqualTo(200);
        }
        assertThat(get("/api/v2/search/tag/resource.service.name/values?q=" + encoded("{}"))
                        .json()
                        .path("tagValues")
                        .findValuesAsText("value"))
                .contains("shop");
        assertThat(get("/api/v2/search/tags?scope=nowhere").status()).isEqualTo(400);
    }

    @Test
    void the_queries_of_traces_drilldown_are_answered() {
        String all = "nestedSetParent<0 && true";
        String select =
                " | select(status, resource.service.name, name, nestedSetParent, nestedSetLeft, nestedSetRight)";
        JsonNode structure =
                search("({" + all + " } &>> { kind = server }) || ({" + all + " }) " + select, "&limit=200&spss=20");
        JsonNode trace = structure.path("traces").get(0);
        assertThat(trace.path("spanSets")).hasSize(1);
        assertThat(trace.path("spanSets").get(0).path("spans")).hasSize(3).allSatisfy(span -> {
            List<String> keys = span.path("attributes").findValuesAsText("key");
            assertThat(keys).contains("service.name", "status", "nestedSetLeft", "nestedSetRight", "nestedSetParent");
        });
        assertThat(search(
                                "{" + "true && true && status = error} | select(resource.service.name, "
                                        + "event.exception.message,event.exception.stacktrace,event.exception.type)"
                                        + " with(most_recent=true)",
                                "&limit=400&spss=10")
                        .toString())
                .contains("exception.message", "it \\\"broke\\\"");
        assertThat(search(
                                "{true && status = error && event.exception.message = \"it \\\"broke\\\"\""
                                        + " && event.exception.type = \"io\"} | select(span.mixed)",
                                "&limit=400")
                        .path("traces"))
                .hasSize(1);
        assertThat(search("{kind=server && true&& duration > 1ms && duration <= 2h}", "&limit=200&spss=10")
                        .path("traces"))
                .hasSize(1);
        assertThat(search("{span:id=\"0000000000000002\" || span:id=\"0000000000000007\"}", "&limit=2")
                        .path("traces"))
                .hasSize(2);
    }

    @Test
    void tenants_are_kept_apart_and_other_headers_do_not_matter() {
        assertThat(Wire.get(server.uri("query").resolve("/api/search?q=%7B%7D")).status())
                .isEqualTo(401);
        Wire.Answer other = Wire.get(
                server.uri("query").resolve("/api/search?q=%7B%7D"),
                "X-Scope-OrgID",
                "blue",
                "Authorization",
                "Basic dXNlcjpwYXNz",
                "X-Grafana-Org-Id",
                "1",
                "traceparent",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.json().path("traces")).isEmpty();
    }

    @Test
    void what_cannot_be_used_is_refused_in_plain_text() {
        for (String path : List.of(
                "/api/search?q=" + encoded("{ span.a = }"),
                "/api/search?q=%7B%7D&limit=0",
                "/api/search?q=%7B%7D&spss=101",
                "/api/search?q=%7B%7D&tags=a%3Db",
                "/api/search?q=%7B%7D&start=5",
                "/api/search?q=%7B%7D&since=long",
                "/api/search?minDuration=2s&maxDuration=1s",
                "/api/traces/xyz",
                "/api/v2/search/tag/nobody/values")) {
            Wire.Answer answer = get(path);
            assertThat(answer.status()).as(path).isEqualTo(400);
            assertThat(answer.text())
                    .as(path)
                    .isNotBlank()
                    .doesNotStartWith("{")
                    .doesNotStartWith("<");
        }
    }

    @Test
    void a_search_is_streamed_as_events_over_http_1() {
        Wire.Answer answer =
                get("/api/search?since=1h&q=" + encoded("{ name = \"query\" }"), "Accept", "text/event-stream");
        assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(answer.text())
                .startsWith("event: traces\ndata: {")
                .contains("\"metrics\":{", "\"traceID\"")
                .endsWith("event: end\ndata: {}\n\n");
        Wire.Answer refused = get("/api/search?q=" + encoded("{ name = }"), "Accept", "text/event-stream");
        assertThat(refused.status()).isEqualTo(400);
    }

    @Test
    void operators_see_what_runs_and_how_it_is_configured() {
        assertThat(get("/status/version").text()).startsWith("spanflame, version ");
        assertThat(get("/status/services").text()).isEqualTo("all: Running\n");
        assertThat(get("/status/endpoints").text()).contains("/api/v2/traces/{id}\n", "GET,HEAD /status/config\n");
        assertThat(get("/status/config").text()).contains("multi-tenancy: true\n", "flush:\n  max-bytes: ");
        assertThat(get("/status/config?mode=diff").text())
                .contains("multi-tenancy: true\n", "listen:\n  ")
                .doesNotContain("flush:");
        assertThat(get("/status/config?mode=defaults").text()).contains("multi-tenancy: false\n");
        assertThat(get("/status/config?mode=other").status()).isEqualTo(400);
        assertThat(get("/status/runtime_config").text())
                .startsWith("defaults:\n")
                .contains("\n  max-future: ")
                .endsWith("\noverrides: {}\n");
        assertThat(get("/status/runtime_config?mode=diff").text()).isEqualTo("overrides: {}\n");
        assertThat(get("/status").text()).contains("all: Running", "multi-tenancy: true");
    }

    private JsonNode search(String query, String more) {
        Wire.Answer answer = get("/api/search?q=" + encoded(query) + more, "Accept", "application/json");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private Wire.Answer get(String path, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "X-Scope-OrgID";
        all[headers.length + 1] = "red";
        return Wire.get(server.uri("query").resolve(path), all);
    }

    private static void assertKnown(String field, JsonNode node) {
        if (node.isArray()) {
            node.forEach(element -> assertKnown(field, element));
            return;
        }
        if (node.isObject() && !field.equals("serviceStats")) {
            assertThat(KNOWN).as(node.toString()).containsKey(field);
            node.properties().forEach(entry -> {
                assertThat(KNOWN.get(field)).contains(entry.getKey());
                assertKnown(entry.getKey(), entry.getValue());
            });
        }
    }

    private Span.Builder child(long id, long parent, String name) {
        return Spans.span(tree, id, name).setParentSpanId(id(parent));
    }

    private static ByteString id(long id) {
        return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, id));
    }

    private static KeyValue attribute(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }
}
