package dev.spanflame.tests.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spanflame.proto.tempopb.QueryInstantRequest;
import dev.spanflame.proto.tempopb.QueryInstantResponse;
import dev.spanflame.proto.tempopb.SearchRequest;
import dev.spanflame.proto.tempopb.SearchResponse;
import dev.spanflame.tests.system.Awaiting;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.StreamingClient;
import dev.spanflame.tests.system.Tempo;
import dev.spanflame.tests.system.Wire;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Sixteen heavy queries at once, searches and measurements, by HTTP and by gRPC: half of the callers go, the others
/// get what they asked for.
@Timeout(300)
class MixedCallersTest {
    private static final int PAIRS = 4;
    private static final int TERMS = 200;
    private static final long MOST_MEMORY = 600L << 20;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(1);
    private static final String WANTED = "resource.service.name = \"checkout\"";
    private static final int MANY = 10_000;

    /// Every count is of the same hour, which ends after the last span.
    private final int end = Math.toIntExact(TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis())) + 120;

    @TempDir
    Path folder;

    @Test
    void half_of_the_callers_go_and_the_others_are_answered() throws Exception {
        try (SpanflameProcess server =
                SpanflameProcess.start(folder, "--query.max-concurrent=16", "--query.timeout=5m")) {
            GoneCallersTest.fill(server);
            Tempo tempo = new Tempo(server);
            Set<String> traces = found(server, "{ " + WANTED + " }");
            double spans = counted(server, "{ " + WANTED + " } | count_over_time()");
            assertThat(traces).hasSizeGreaterThan(100);
            Leavers leavers = new Leavers(server);
            leavers.ask();
            ManagedChannel channel = channel(server);
            List<CompletableFuture<Set<String>>> searches = new ArrayList<>();
            List<CompletableFuture<Double>> counts = new ArrayList<>();
            Executor each = Thread::startVirtualThread;
            for (int i = 0; i < PAIRS / 2; i++) {
                String filter = heavy(100 + i);
                String count = filter + " | count_over_time()";
                searches.add(CompletableFuture.supplyAsync(() -> found(server, filter), each));
                searches.add(CompletableFuture.supplyAsync(() -> streamed(channel, filter), each));
                counts.add(CompletableFuture.supplyAsync(() -> counted(server, count), each));
                counts.add(CompletableFuture.supplyAsync(() -> streamedCount(channel, count), each));
            }
            int all = 4 * PAIRS;
            assertThat(Awaiting.until(START, () -> GoneCallersTest.running(tempo), count -> count >= all))
                    .as("queries that run")
                    .isGreaterThanOrEqualTo(all);

            leavers.go();

            assertThat(Awaiting.until(STOP, () -> GoneCallersTest.running(tempo), count -> count <= all / 2.0))
                    .as("queries that run when half of the callers are gone")
                    .isLessThanOrEqualTo(all / 2.0);
            searches.forEach(search -> assertThat(search.join()).isEqualTo(traces));
            counts.forEach(count -> assertThat(count.join()).isEqualTo(spans));
            assertThat(tempo.metric("process_resident_memory_bytes"))
                    .as("memory of the process, in bytes")
                    .isLessThan(MOST_MEMORY);
            channel.shutdownNow();
        }
    }

    /// What is wanted, and many sums that find nothing more.
    private static String heavy(int caller) {
        return "{ " + GoneCallersTest.sums(caller, TERMS) + " || " + WANTED + " }";
    }

    private static ManagedChannel channel(SpanflameProcess server) {
        return ManagedChannelBuilder.forAddress("127.0.0.1", server.uri("query").getPort())
                .usePlaintext()
                .build();
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private static JsonNode ask(SpanflameProcess server, String target) {
        Wire.Answer answer = Wire.get(server.uri("query").resolve(target));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static Set<String> found(SpanflameProcess server, String query) {
        Set<String> ids = new TreeSet<>();
        ask(server, "/api/search?limit=" + MANY + "&q=" + encoded(query))
                .path("traces")
                .forEach(trace -> ids.add(trace.path("traceID").asText()));
        return ids;
    }

    private double counted(SpanflameProcess server, String query) {
        return ask(server, "/api/metrics/query?start=" + (end - 3600) + "&end=" + end + "&q=" + encoded(query))
                .path("series")
                .path(0)
                .path("value")
                .asDouble();
    }

    private static Set<String> streamed(ManagedChannel channel, String query) {
        SearchRequest request =
                SearchRequest.newBuilder().setQuery(query).setLimit(MANY).build();
        Set<String> ids = new TreeSet<>();
        new StreamingClient(channel)
                .call(new Metadata(), "Search", request, SearchResponse.getDefaultInstance(), CallOptions.DEFAULT)
                .forEach(message -> message.getTracesList().forEach(trace -> ids.add(trace.getTraceID())));
        return ids;
    }

    private double streamedCount(ManagedChannel channel, String query) {
        QueryInstantRequest request = QueryInstantRequest.newBuilder()
                .setQuery(query)
                .setStart(TimeUnit.SECONDS.toNanos(end - 3600L))
                .setEnd(TimeUnit.SECONDS.toNanos(end))
                .build();
        return new StreamingClient(channel)
                .call(
                        new Metadata(),
                        "MetricsQueryInstant",
                        request,
                        QueryInstantResponse.getDefaultInstance(),
                        CallOptions.DEFAULT)
                .getLast()
                .getSeries(0)
                .getValue();
    }

    /// Those who do not wait: sockets that close, calls that are cancelled, and a connection that breaks under its
    /// calls.
    private static final class Leavers {
        private final URI address;
        private final ManagedChannel patient;
        private final ManagedChannel broken;
        private final List<Socket> sockets = new ArrayList<>();
        private final List<ClientCall<?, ?>> calls = new ArrayList<>();

        Leavers(SpanflameProcess server) {
            address = server.uri("query");
            patient = channel(server);
            broken = channel(server);
        }

        void ask() throws IOException {
            for (int i = 0; i < PAIRS / 2; i++) {
                String filter = heavy(i);
                sockets.add(GoneCallersTest.send(address, "/api/search?limit=" + MANY + "&q=" + encoded(filter)));
                sockets.add(GoneCallersTest.send(
                        address, "/api/metrics/query_range?since=1h&q=" + encoded(filter + " | rate()")));
                SearchRequest request = SearchRequest.newBuilder()
                        .setQuery(filter)
                        .setLimit(MANY)
                        .build();
                calls.add(begin(patient, request));
                begin(broken, request);
            }
        }

        private static ClientCall<SearchRequest, SearchResponse> begin(ManagedChannel channel, SearchRequest request) {
            ClientCall<SearchRequest, SearchResponse> call = channel.newCall(
                    StreamingClient.streaming("Search", request, SearchResponse.getDefaultInstance()),
                    CallOptions.DEFAULT);
            call.start(new ClientCall.Listener<>() {}, new Metadata());
            call.request(1);
            call.sendMessage(request);
            call.halfClose();
            return call;
        }

        void go() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
            calls.forEach(call -> call.cancel("gone", null));
            broken.shutdownNow();
            patient.shutdownNow();
        }
    }
}
