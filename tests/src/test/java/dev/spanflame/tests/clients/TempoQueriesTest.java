package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.spanflame.proto.tempopb.TraceByIDResponse;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Wire;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every query that Traces Drilldown sends, by its template, and the calls of `tempo-cli query api`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TempoQueriesTest {
    private static final List<String> SIGNALS =
            List.of("nestedSetParent<0", "true", "kind=server", "kind=consumer", "span.db.system.name!=\"\"");
    private static final List<String> FILTERS =
            List.of("true", "resource.service.name=\"shop\"", "span.size=7&&name=~\"GET.*\"");

    /// Drilldown's metrics queries, by their rows in `docs/compat/grafana.md`: `S` is a signal and filters.
    private static final List<String> SERIES = List.of(
            "D1 {} | rate()",
            "D2 {S} | rate()  with(sample=true)",
            "D3 {S && status=error} | rate()  with(sample=true)",
            "D4 {S} | histogram_over_time(duration) with(sample=true)",
            "D5 {S && resource.service.name != nil} | rate() by(resource.service.name)",
            "D5 {S && status=error && name != nil} | rate() by(name)",
            "D6 {S && span.size != nil} | quantile_over_time(duration, 0.9) by(span.size)",
            "D6 {S && span.size != nil} | quantile_over_time(duration, 0.9,0.5,0.95) by(span.size)",
            "D7 {S && resource.service.name=\"shop\"} | rate() by(resource.service.name)",
            "D7 {S && resource.service.name=\"shop\" && status=error} | rate() by(resource.service.name)",
            "D8 {S} | compare({status = error}, 10)",
            "D8 {S} | compare({duration >= 1ms && duration <= 2h}, 10, 1700000000000000000, 1900000000000000000)",
            "D8 {S} | compare({})");

    private static final String STRUCTURE =
            " | select(status, resource.service.name, name, nestedSetParent, nestedSetLeft, nestedSetRight)";

    /// Its searches.
    private static final List<String> SEARCHES = List.of(
            "D9 ({S } &>> { kind = server }) || ({S }) " + STRUCTURE,
            "D10 ({S && status = error } &>> { status = error }) || ({S && status = error}) " + STRUCTURE,
            "D11 ({S && duration > 256ms } &>> { duration > 1ms }) || ({S && duration > 256ms}) " + STRUCTURE,
            "D12 {S && status = error} | select(resource.service.name, event.exception.message,"
                    + "event.exception.stacktrace,event.exception.type) with(most_recent=true)",
            "D13 {S && status = error && event.exception.message = \"it \\\"broke\\\"\""
                    + " && event.exception.type = \"io\"}",
            "D13 {S && status = error && event.exception.message =~ \"^it .*$\"} | select(span.size)",
            "D14 {S && status = error && event.exception.message = \"it \\\"broke\\\"\""
                    + " && event.exception.type = \"io\"} | select(resource.service.name)",
            "D15 {S}",
            "D15 {S && status = error}",
            "D15 {S&& duration > 1ms}",
            "D15 {S&& duration >= 1ms && duration <= 2h} | select(span.size,resource.service.name)",
            "D18 {span:id=\"0000000000000001\" || span:id=\"0000000000000002\"}");

    private final String trace = Spans.newTraceId();
    private SpanflameProcess server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = SpanflameProcess.start(folder);
        Span failed = Spans.span(trace, 2, "query")
                .setParentSpanId(Spans.span(trace, 1, "").getSpanId())
                .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
                .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR))
                .addEvents(Span.Event.newBuilder()
                        .setName("exception")
                        .addAttributes(text("exception.message", "it \"broke\""))
                        .addAttributes(text("exception.type", "io")))
                .build();
        try (GrpcProbe probe = new GrpcProbe(server, "otlp-grpc")) {
            probe.export(
                    Spans.request(
                            "shop",
                            Spans.span(trace, 1, "GET /")
                                    .addAttributes(KeyValue.newBuilder()
                                            .setKey("size")
                                            .setValue(AnyValue.newBuilder().setIntValue(7)))
                                    .build(),
                            failed),
                    "any");
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<String> series() {
        return SERIES.stream().flatMap(TempoQueriesTest::filled);
    }

    static Stream<String> searches() {
        return SEARCHES.stream().flatMap(TempoQueriesTest::filled);
    }

    private static String queryOf(String row) {
        return row.substring(row.indexOf(' ') + 1);
    }

    private static Stream<String> filled(String template) {
        return SIGNALS.stream()
                .flatMap(signal ->
                        FILTERS.stream().map(filter -> template.replaceAll("\\{S\\b", "{" + signal + " && " + filter)))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("series")
    void a_panel_gets_its_series(String row) {
        String query = queryOf(row);
        for (String step : List.of("1m", "3600s")) {
            JsonNode answer = ok("/api/metrics/query_range", "q", query, "step", step, "since", "1h");
            for (JsonNode one : answer.path("series")) {
                assertThat(one.path("labels").isArray()).isTrue();
                assertThat(one.path("samples"))
                        .allSatisfy(
                                sample -> assertThat(sample.path("timestampMs").isTextual())
                                        .isTrue());
            }
        }
        ok("/api/metrics/query", "q", query, "since", "1h");
    }

    @ParameterizedTest
    @MethodSource("searches")
    void a_table_gets_its_rows(String row) {
        JsonNode answer = ok("/api/search", "q", queryOf(row), "limit", "200", "spss", "10");
        for (JsonNode found : answer.path("traces")) {
            assertThat(found.path("traceID").asText()).matches("[0-9a-f]{1,32}");
            assertThat(found.path("spanSets")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{ } | rate(); __name__; stringValue",
                "{ } | quantile_over_time(duration, 0.9); p; doubleValue",
                "{ } | histogram_over_time(duration); __bucket; doubleValue",
                "{ span.size != nil } | rate() by(span.size); span.size; intValue",
                "{ } | rate() by(resource.service.name); resource.service.name; stringValue",
                "{ } | compare({ status = error }); __meta_type; stringValue"
            })
    void labels_are_of_the_type_that_drilldown_reads(String query, String label, String type) {
        JsonNode series =
                ok("/api/metrics/query_range", "q", query, "since", "1h").path("series");

        assertThat(series).isNotEmpty();
        assertThat(series.path(0).path("labels").findValuesAsText("key")).contains(label);
        for (JsonNode one : series.path(0).path("labels")) {
            if (one.path("key").asText().equals(label)) {
                assertThat(one.path("value").has(type)).as(one.toString()).isTrue();
            }
        }
    }

    @Test
    void exemplars_lead_to_their_trace() {
        JsonNode exemplar = ok("/api/metrics/query_range", "q", "{ } | count_over_time()", "since", "1h")
                .path("series")
                .path(0)
                .path("exemplars")
                .path(0);

        assertThat(exemplar.path("timestampMs").asLong()).isPositive();
        assertThat(exemplar.path("labels").findValuesAsText("key")).contains("trace:id");
        assertThat(exemplar.toString()).contains(trace.replaceFirst("^0+", ""));
    }

    @Test
    void an_attribute_list_gets_names_and_values() {
        JsonNode names = ok("/api/v2/search/tags", "limit", "5000", "start", ago(), "end", soon());
        assertThat(names.path("scopes").toString()).contains("service.name", "size");
        assertThat(ok("/api/v2/search/tag/resource.service.name/values", "q", "{true}", "limit", "5000")
                        .toString())
                .contains("shop");
        assertThat(ok("/api/v2/search/tag/span.size/values", "q", "{}").toString())
                .contains("\"type\":\"int\"", "\"7\"");
    }

    /// What `tempo-cli query api` asks: trace-id, search, search-tags, search-tag-values, metrics.
    @Test
    void tempo_cli_gets_its_answers() throws InvalidProtocolBufferException {
        Wire.Answer found = get("/api/v2/traces/" + trace, "Accept", "application/protobuf", "Recent-Data-Target", "x");
        assertThat(TraceByIDResponse.parseFrom(found.body()).getTrace().getResourceSpansCount())
                .isEqualTo(1);
        assertThat(get("/api/traces/" + trace).json().path("batches")).hasSize(1);
        assertThat(ok("/api/search", "q", "{ }", "start", ago(), "end", soon(), "limit", "5", "spss", "2")
                        .path("traces"))
                .hasSize(1);
        assertThat(ok("/api/search", "tags", "service.name=shop", "start", ago(), "end", soon())
                        .path("traces"))
                .hasSize(1);
        assertThat(ok("/api/search/tags", "start", ago(), "end", soon())
                        .path("tagNames")
                        .toString())
                .contains("service.name", "size");
        assertThat(ok("/api/search/tag/service.name/values").path("tagValues")).hasToString("[\"shop\"]");
        assertThat(ok("/api/v2/search/tags", "scope", "span", "q", "{ }").path("scopes"))
                .hasSize(1);
        assertThat(ok(
                                "/api/metrics/query_range",
                                "q",
                                "{ } | rate()",
                                "start",
                                ago(),
                                "end",
                                soon(),
                                "step",
                                "30s",
                                "exemplars",
                                "5")
                        .path("series"))
                .hasSize(1);
        assertThat(ok("/api/metrics/query", "q", "{ } | count_over_time()", "start", ago(), "end", soon())
                        .path("series")
                        .path(0)
                        .path("value")
                        .asDouble())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status.code=error", "error=true", "name=que root.name=GET", "service.name=sho size=7"})
    void a_legacy_search_finds_by_parts_of_values(String tags) {
        JsonNode found = ok("/api/search", "tags", tags, "minDuration", "1ms", "maxDuration", "1h");

        assertThat(found.path("traces")).hasSize(1);
        assertThat(found.path("traces").path(0).has("spanSets")).isFalse();
    }

    @Test
    void legacy_values_of_a_status_are_words() {
        assertThat(ok("/api/search/tag/status.code/values").path("tagValues").toString())
                .contains("error", "ok", "unset");
    }

    @Test
    void a_form_is_as_good_as_a_query() {
        String query = "q=" + encoded("{ status = error }") + "&limit=1";
        for (String path : List.of("/api/search", "/api/search?q=" + encoded("{ name = \"nothing\" }"))) {
            Wire.Answer answer = Wire.post(
                    server.uri("query").resolve(path),
                    query.getBytes(StandardCharsets.UTF_8),
                    "Content-Type",
                    "application/x-www-form-urlencoded; charset=utf-8");
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.json().path("traces")).as(path).hasSize(1);
        }
        Wire.Answer series = Wire.post(
                server.uri("query").resolve("/api/metrics/query"),
                ("q=" + encoded("{ } | count_over_time()")).getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(series.json().path("series")).hasSize(1);
        Wire.Answer json = Wire.post(
                server.uri("query").resolve("/api/search?q=%7B%7D"),
                "{}".getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json");
        assertThat(json.json().path("traces")).hasSize(1);
    }

    @Test
    void two_traces_are_compared() {
        String id = "{\"traceId\":\"" + trace + "\"}";
        byte[] body = ("{\"base\":" + id + ",\"compare\":" + id + "}").getBytes(StandardCharsets.UTF_8);
        Wire.Answer diff = Wire.post(server.uri("query").resolve("/api/v2/traces/diff"), body);

        assertThat(diff.json().path("stats").path("matchedSpans").asInt()).isEqualTo(2);
        assertThat(get("/api/v2/traces/diff").status()).isEqualTo(405);
    }

    @Test
    void overrides_are_set_with_their_version() {
        byte[] limits = "{\"metrics_generator\":{\"disable_collection\":true}}".getBytes(StandardCharsets.UTF_8);
        URI path = server.uri("query").resolve("/api/overrides");

        assertThat(Wire.get(path).status()).isEqualTo(404);
        assertThat(Wire.post(path, limits).status()).isEqualTo(428);
        Wire.Answer set = Wire.post(path, limits, "If-Match", "0");
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(Wire.post(path, limits, "If-Match", "0").status()).isEqualTo(412);
        assertThat(Wire.get(path).header("ETag")).isEqualTo(set.header("ETag")).isNotEmpty();
        Wire.Answer patched = Wire.send("PATCH", path, "{\"forwarders\":[]}".getBytes(StandardCharsets.UTF_8));
        assertThat(patched.json()
                        .path("metrics_generator")
                        .path("disable_collection")
                        .asBoolean())
                .isTrue();
        assertThat(Wire.delete(path, "If-Match", set.header("ETag")).status()).isEqualTo(412);
        assertThat(Wire.delete(path, "If-Match", patched.header("ETag")).status())
                .isEqualTo(200);
        assertThat(Wire.get(path).status()).isEqualTo(404);
    }

    private JsonNode ok(String path, String... parameters) {
        StringBuilder url = new StringBuilder(path);
        for (int i = 0; i < parameters.length; i += 2) {
            url.append(i == 0 ? '?' : '&').append(parameters[i]).append('=').append(encoded(parameters[i + 1]));
        }
        Wire.Answer answer = get(url.toString(), "Accept", "application/json");
        assertThat(answer.status()).as(url + " " + answer.text()).isEqualTo(200);
        return answer.json();
    }

    private Wire.Answer get(String path, String... headers) {
        return Wire.get(server.uri("query").resolve(path), headers);
    }

    private static String ago() {
        return Long.toString(Instant.now().getEpochSecond() - 3_600);
    }

    private static String soon() {
        return Long.toString(Instant.now().getEpochSecond() + 60);
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }
}
