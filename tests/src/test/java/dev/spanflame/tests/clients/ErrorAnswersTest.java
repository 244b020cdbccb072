package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.spanflame.tests.system.Awaiting;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Tempo;
import dev.spanflame.tests.system.Wire;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What senders are told when something is wrong, and that it is counted.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorAnswersTest {
    private static final String PROTOBUF = "application/x-protobuf";
    private static final Duration COUNTED = Duration.ofSeconds(5);

    private SpanflameProcess server;
    private Tempo tempo;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = SpanflameProcess.start(folder, "--limits.otlp-request-bytes=64KiB");
        tempo = new Tempo(server);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_bad_span_is_refused_alone_and_its_neighbours_are_kept() throws InvalidProtocolBufferException {
        String traceId = Spans.newTraceId();
        ExportTraceServiceRequest request = Spans.request(
                "neighbours",
                Spans.span(traceId, 1, "good").build(),
                Spans.span(traceId, 2, "short trace id")
                        .setTraceId(ByteString.fromHex("abcd"))
                        .build(),
                Spans.span(traceId, 0, "zero span id").build(),
                Spans.span(traceId, 4, "also good").build());
        double before = tempo.metric("spanflame_refused_spans_total");

        Wire.Answer answer = export(request.toByteArray());

        ExportTraceServiceResponse response = ExportTraceServiceResponse.parseFrom(answer.body());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(2);
        assertThat(response.getPartialSuccess().getErrorMessage()).contains("trace id", "span id");
        assertThat(tempo.spanNames(traceId)).containsExactly("also good", "good");
        assertCounted("spanflame_refused_spans_total", before + 2);
    }

    @Test
    void a_wrong_content_type_is_named_with_the_right_ones() {
        double before = tempo.metric("spanflame_refused_requests_total");

        Wire.Answer answer = Wire.post(traces(), new byte[] {1}, "Content-Type", "text/plain");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.text()).contains("text/plain", PROTOBUF, "application/json");
        assertCounted("spanflame_refused_requests_total", before + 1);
    }

    @Test
    void a_truncated_body_is_refused_whole() {
        String traceId = Spans.newTraceId();
        byte[] whole = Spans.one(traceId, "truncated", 10).toByteArray();

        Wire.Answer answer = export(Arrays.copyOf(whole, whole.length - 3));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(tempo.spanNames(traceId)).isEmpty();
    }

    @Test
    void a_truncated_gzip_body_is_refused() {
        byte[] whole =
                Wire.gzip(Spans.one(Spans.newTraceId(), "truncated", 1000).toByteArray());

        Wire.Answer answer = Wire.post(
                traces(),
                Arrays.copyOf(whole, whole.length - 12),
                "Content-Type",
                PROTOBUF,
                "Content-Encoding",
                "gzip");

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void a_wrong_path_is_answered_with_the_right_one() {
        Wire.Answer answer = Wire.post(server.uri("otlp-http").resolve("/"), new byte[0], "Content-Type", PROTOBUF);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("/v1/traces");
    }

    @Test
    void a_wrong_method_is_answered_with_the_right_one() {
        Wire.Answer answer = Wire.get(traces());

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("POST");
    }

    @Test
    void a_body_over_the_limit_is_too_large() {
        byte[] large = Spans.one(Spans.newTraceId(), "large", 100_000).toByteArray();

        // often, because the answer and the end of the body may meet on the way
        for (int i = 0; i < 50; i++) {
            assertThat(export(large).status()).as("request " + i).isEqualTo(413);
        }
    }

    @Test
    void a_gzip_bomb_is_too_large_and_the_next_request_is_served() {
        byte[] bomb = Wire.gzip(new byte[200 << 20]);

        Wire.Answer answer = Wire.post(traces(), bomb, "Content-Type", PROTOBUF, "Content-Encoding", "gzip");

        assertThat(answer.status()).isEqualTo(413);
        String traceId = Spans.newTraceId();
        assertThat(export(Spans.one(traceId, "after", 1).toByteArray()).status())
                .isEqualTo(200);
        assertThat(tempo.spanNames(traceId)).containsExactly("work");
    }

    @Test
    void an_unknown_content_coding_is_refused() {
        Wire.Answer answer =
                Wire.post(traces(), new byte[] {1, 2, 3}, "Content-Type", PROTOBUF, "Content-Encoding", "compress");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.text()).contains("compress");
    }

    @Test
    void metrics_and_logs_are_answered_by_a_partial_success_that_says_they_are_not_stored() {
        byte[] metrics = ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .addScopeMetrics(ScopeMetrics.newBuilder()
                                .addMetrics(Metric.newBuilder()
                                        .setName("temperature")
                                        .setGauge(Gauge.newBuilder()
                                                .addDataPoints(NumberDataPoint.newBuilder()
                                                        .setAsDouble(21))))))
                .build()
                .toByteArray();
        byte[] logs = ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .addScopeLogs(ScopeLogs.newBuilder().addLogRecords(LogRecord.getDefaultInstance())))
                .build()
                .toByteArray();
        double before = tempo.metric("spanflame_unstored_items_total");

        for (Wire.Answer answer : List.of(send("/v1/metrics", metrics), send("/v1/logs", logs))) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).contains("stores traces and profiles");
        }
        assertCounted("spanflame_unstored_items_total", before + 2);
    }

    @Test
    void an_unknown_trace_is_not_found_and_a_wrong_id_is_a_bad_request() {
        URI traces = server.uri("query").resolve("/api/traces/");

        assertThat(Wire.get(traces.resolve("00000000000000000000000000abcdef")).status())
                .isEqualTo(404);
        assertThat(Wire.get(traces.resolve("not-an-id")).status()).isEqualTo(400);
    }

    @Test
    void a_wrong_query_is_answered_with_the_place_of_the_error() {
        Wire.Answer answer = Wire.get(server.uri("query").resolve("/api/search?q=%7B%20name%20%3D%20%7D"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("line 1, col 10");
    }

    @Test
    void a_profile_that_is_none_is_refused() {
        Wire.Answer answer = Wire.post(
                server.uri("pyroscope").resolve("/ingest?name=app&format=pprof"),
                "no profile".getBytes(StandardCharsets.US_ASCII),
                "Content-Type",
                "application/octet-stream");

        assertThat(answer.status()).isEqualTo(422);
    }

    private URI traces() {
        return server.uri("otlp-http").resolve("/v1/traces");
    }

    private Wire.Answer export(byte[] body) {
        return send("/v1/traces", body);
    }

    private Wire.Answer send(String path, byte[] body) {
        return Wire.post(server.uri("otlp-http").resolve(path), body, "Content-Type", PROTOBUF);
    }

    private void assertCounted(String series, double expected) {
        assertThat(Awaiting.until(COUNTED, () -> tempo.metric(series), value -> value >= expected))
                .as(series)
                .isGreaterThanOrEqualTo(expected);
    }
}
