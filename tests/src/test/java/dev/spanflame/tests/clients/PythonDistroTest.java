package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.objectstore.server.Toolchains;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Tempo;
import dev.spanflame.tests.system.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The OpenTelemetry distro for Python, configured by its environment alone, and the parser of Prometheus' own client.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PythonDistroTest {
    private static final String[] PACKAGES = {
        "opentelemetry-distro==0.66b1", "opentelemetry-exporter-otlp==1.45.1", "prometheus-client==0.26.0"
    };
    private static final String PROGRAM = """
            from opentelemetry import metrics, trace
            with trace.get_tracer("tests").start_as_current_span("handle order") as span:
                span.set_attribute("order.lines", 3)
            metrics.get_meter("tests").create_counter("orders").add(1)
            print(format(span.get_span_context().trace_id, "032x"))
            """;
    private static final String PARSER = """
            import sys
            from prometheus_client.parser import text_string_to_metric_families
            print(sum(len(family.samples) for family in text_string_to_metric_families(sys.stdin.read())))
            """;

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

    /// The distro speaks gRPC unless told otherwise, whatever the port; the second line is the mistake people make.
    @ParameterizedTest
    @CsvSource({"otlp-grpc, ''", "otlp-http, ''", "otlp-http, http/protobuf"})
    void a_trace_is_found_by_id_and_by_query(String port, String protocol) throws IOException, InterruptedException {
        Path python = Toolchains.pythonWith(PACKAGES);
        String service = "python-" + port + protocol.replace('/', '-');
        ProcessBuilder builder = new ProcessBuilder(
                python.resolveSibling("opentelemetry-instrument").toString(), python.toString(), "-c", PROGRAM);
        builder.environment().put("OTEL_SERVICE_NAME", service);
        builder.environment()
                .put("OTEL_EXPORTER_OTLP_ENDPOINT", server.uri(port).toString());
        if (!protocol.isEmpty()) {
            builder.environment().put("OTEL_EXPORTER_OTLP_PROTOCOL", protocol);
        }

        String traceId = run(builder, "").strip();

        assertThat(tempo.spanNames(traceId)).containsExactly("handle order");
        assertThat(tempo.search("{ resource.service.name = \"" + service + "\" && span.order.lines = 3 }"))
                .containsExactly(traceId);
    }

    @Test
    void metrics_are_accepted_by_prometheus_own_parser() throws IOException, InterruptedException {
        Path python = Toolchains.pythonWith(PACKAGES);
        String metrics = Wire.get(server.uri("query").resolve("/metrics")).text();

        String samples = run(new ProcessBuilder(python.toString(), "-c", PARSER), metrics);

        assertThat(Long.parseLong(samples.strip()))
                .isPositive()
                .isEqualTo(metrics.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .count());
    }

    private static String run(ProcessBuilder builder, String input) throws IOException, InterruptedException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
