package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Tempo;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The exporters of the OpenTelemetry Java SDK.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaSdkTest {
    private SpanflameProcess server;
    private Tempo tempo;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = SpanflameProcess.start(folder);
        tempo = new Tempo(server);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"otlp-grpc, gzip", "otlp-grpc, none", "otlp-http, gzip", "otlp-http, none"})
    void a_trace_is_found_by_id_and_by_query(String port, String compression) {
        String service = "java-" + port + "-" + compression;
        String traceId;
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), service)))
                .addSpanProcessor(
                        BatchSpanProcessor.builder(exporter(port, compression)).build())
                .build()) {
            traceId = send(provider.get("tests"));
            CompletableResultCode flushed = provider.forceFlush().join(20, TimeUnit.SECONDS);
            assertThat(flushed.isSuccess()).isTrue();
        }

        assertThat(tempo.spanNames(traceId)).containsExactly("GET /cart", "SELECT cart");
        assertThat(tempo.search("{ resource.service.name = \"" + service + "\" && status = error }"))
                .containsExactly(traceId);
        assertThat(tempo.search("{ resource.service.name = \"" + service + "\" && span.db.rows > 7 }"))
                .isEmpty();
    }

    private SpanExporter exporter(String port, String compression) {
        return switch (port) {
            case "otlp-grpc" ->
                OtlpGrpcSpanExporter.builder()
                        .setEndpoint(server.uri(port).toString())
                        .setCompression(compression)
                        .build();
            case "otlp-http" ->
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(server.uri(port).resolve("/v1/traces").toString())
                        .setCompression(compression)
                        .build();
            default -> throw new IllegalArgumentException(port);
        };
    }

    private static String send(Tracer tracer) {
        Span root = tracer.spanBuilder("GET /cart").startSpan();
        try (Scope _ = root.makeCurrent()) {
            Span child =
                    tracer.spanBuilder("SELECT cart").setAttribute("db.rows", 7).startSpan();
            child.setStatus(StatusCode.ERROR, "timed out");
            child.end();
        } finally {
            root.end();
        }
        return root.getSpanContext().getTraceId();
    }
}
