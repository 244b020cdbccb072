package dev.spanflame.tests.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.load.trace.TraceLoad;
import dev.spanflame.load.trace.TraceLoadTimes;
import dev.spanflame.tests.system.Awaiting;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Tempo;
import dev.spanflame.tests.system.Wire;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Work for callers who hung up ends.
class GoneCallersTest {
    private static final int CALLERS = 16;
    private static final int SPANS = 60_000;
    private static final int TERMS = 400;
    private static final long MOST_MEMORY = 600L << 20;

    /// Itself counts as a request of the port.
    private static final String RUNNING = "spanflame_requests_running{listener=\"query\"}";

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    @Test
    void sixteen_heavy_queries_stop_within_a_second_of_their_callers_hanging_up() throws IOException {
        try (SpanflameProcess server = SpanflameProcess.start(folder, "--query.max-concurrent=" + CALLERS)) {
            Tempo tempo = new Tempo(server);
            fill(server);
            List<Socket> callers = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                callers.add(ask(server.uri("query"), heavy(caller)));
            }
            double before = Awaiting.until(START, () -> running(tempo), count -> count >= CALLERS);
            assertThat(before).as("queries that run").isGreaterThanOrEqualTo(CALLERS);

            for (Socket caller : callers) {
                caller.close();
            }

            double after = Awaiting.until(STOP, () -> running(tempo), count -> count == 0);
            assertThat(after).as("queries that run for nobody").isZero();
            assertThat(tempo.metric("process_resident_memory_bytes"))
                    .as("memory of the process, in bytes")
                    .isLessThan(MOST_MEMORY);
            assertThat(tempo.search("{ resource.service.name = \"checkout\" }")).isNotEmpty();
        }
    }

    /// Requests that the query port works at, that for this number not counted.
    static double running(Tempo tempo) {
        return tempo.metric(RUNNING) - 1;
    }

    /// Sends spans of a shop and has them written to blocks.
    static void fill(SpanflameProcess server) {
        TraceLoadTimes times = new TraceLoadTimes(
                TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()), TimeUnit.MINUTES.toNanos(10));
        TraceLoad load = TraceLoad.make(1, SPANS, 25, times, 64L << 20);
        for (int batch = 0; batch < load.batches(); batch++) {
            Wire.Answer answer = Spans.send(server, load.request(batch));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
        server.flush();
    }

    /// A query that takes many seconds: sums that no column can answer, asked of every span.
    private static String heavy(int caller) {
        return "{ " + sums(caller, TERMS) + " }";
    }

    /// A condition that no span satisfies, which takes the time of so many sums for each span.
    static String sums(int caller, int terms) {
        return IntStream.range(0, terms)
                .mapToObj(term -> "duration + " + (caller + term) + "ms < 0s")
                .collect(Collectors.joining(" || "));
    }

    private static Socket ask(URI address, String query) throws IOException {
        return send(address, "/api/search?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    }

    /// Sends a request and does not wait for its answer.
    static Socket send(URI address, String target) throws IOException {
        Socket socket = new Socket(address.getHost(), address.getPort());
        String request = "GET " + target + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }
}
