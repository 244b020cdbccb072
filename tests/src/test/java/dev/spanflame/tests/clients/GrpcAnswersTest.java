package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Tempo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a gRPC sender is told, on the port for it and on the one for HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcAnswersTest {
    private SpanflameProcess server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = SpanflameProcess.start(folder, "--limits.otlp-request-bytes=64KiB");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"otlp-grpc", "otlp-http"})
    void a_bad_span_is_refused_alone(String port) {
        String traceId = Spans.newTraceId();
        try (GrpcProbe probe = new GrpcProbe(server, port)) {
            ExportTraceServiceResponse response = probe.export(
                    Spans.request(
                            "neighbours",
                            Spans.span(traceId, 1, "good").build(),
                            Spans.span(traceId, 0, "zero span id").build()),
                    "");

            assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
            assertThat(new Tempo(server).spanNames(traceId)).containsExactly("good");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"otlp-grpc", "otlp-http"})
    void a_message_over_the_limit_is_refused_and_the_connection_goes_on(String port) {
        try (GrpcProbe probe = new GrpcProbe(server, port)) {
            StatusRuntimeException refused = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> probe.export(Spans.one(Spans.newTraceId(), "large", 100_000), ""));

            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(refused.getStatus().getDescription()).contains("65536");
            assertThat(probe.export(Spans.one(Spans.newTraceId(), "small", 1), "")
                            .hasPartialSuccess())
                    .isFalse();
        }
    }
}
