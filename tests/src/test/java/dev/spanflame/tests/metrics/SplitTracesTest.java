package dev.spanflame.tests.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.spanflame.tests.system.Awaiting;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Wire;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers, each of which gets one side of every call.
class SplitTracesTest {
    private static final int CALLS = 50;
    private static final String EDGE = "traces_service_graph_request_total{client=\"front\",server=\"back\"} ";

    @TempDir
    Path folder;

    @Test
    void calls_are_found_though_their_halves_reach_different_servers() throws IOException {
        int first = freePort();
        int second = freePort();
        String peers = "http://127.0.0.1:" + first + ",http://127.0.0.1:" + second;
        try (SpanflameProcess one = start("one", first, peers);
                SpanflameProcess two = start("two", second, peers)) {
            for (int i = 0; i < CALLS; i++) {
                String trace = Spans.newTraceId();
                send(one, "front", child(trace, 2, 1, SpanKind.SPAN_KIND_CLIENT));
                send(two, "back", child(trace, 3, 2, SpanKind.SPAN_KIND_SERVER));
            }
            double found =
                    Awaiting.until(Duration.ofSeconds(20), () -> edges(one) + edges(two), edges -> edges == CALLS);

            assertThat(found).isEqualTo(CALLS);
            assertThat(edges(one)).isBetween(1.0, CALLS - 1.0);
        }
    }

    private SpanflameProcess start(String name, int port, String peers) throws IOException {
        return SpanflameProcess.start(
                folder.resolve(name),
                "--listen.otlp-http=127.0.0.1:" + port,
                "--metrics-generator.processors=service-graphs",
                "--metrics-generator.service-graphs.peers=" + peers,
                "--metrics-generator.service-graphs.self=http://127.0.0.1:" + port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static Span child(String trace, long id, long parent, SpanKind kind) {
        return Spans.span(trace, id, "call")
                .setKind(kind)
                .setParentSpanId(ByteString.copyFrom(
                        ByteBuffer.allocate(8).putLong(0, parent).array()))
                .build();
    }

    private static void send(SpanflameProcess server, String service, Span span) {
        Wire.Answer answer = Spans.send(server, Spans.request(service, span).toByteArray());
        assertThat(answer.status()).isEqualTo(200);
    }

    private static double edges(SpanflameProcess server) {
        return Wire.get(server.uri("query").resolve("/metrics/generator"))
                .text()
                .lines()
                .filter(line -> line.startsWith(EDGE))
                .mapToDouble(line -> Double.parseDouble(line.substring(EDGE.length())))
                .sum();
    }
}
