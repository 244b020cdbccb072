package dev.spanflame.tests.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.tests.system.Profiles;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Tempo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was acknowledged is there after any end of the process.
class RestartTest {
    private static final Duration CLEAN_STOP = Duration.ofSeconds(5);
    private static final int ENOUGH = 50;

    @TempDir
    Path folder;

    @Test
    void a_clean_stop_takes_less_than_five_seconds_and_loses_nothing() throws IOException, InterruptedException {
        String traceId = Spans.newTraceId();
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            assertThat(send(server, traceId)).isEqualTo(200);
            assertThat(Profiles.send(server, "restarted", 7, "leaf", "root")).isEqualTo(200);

            assertThat(server.terminate()).as(server.output()).isLessThan(CLEAN_STOP);
        }

        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            assertThat(new Tempo(server).spanNames(traceId)).containsExactly("work");
            assertThat(Profiles.flameGraph(server, "restarted"))
                    .containsEntry("leaf", 7L)
                    .containsEntry("root", 7L);
        }
    }

    @Test
    void a_clean_stop_under_load_keeps_what_it_acknowledged() throws Exception {
        assertThat(lostAfter(SpanflameProcess::terminate)).isEmpty();
    }

    @Test
    void a_kill_under_load_keeps_what_was_acknowledged() throws Exception {
        assertThat(lostAfter(SpanflameProcess::kill)).isEmpty();
    }

    @Test
    void live_data_and_blocks_give_the_same_answers() throws IOException {
        String traceId = Spans.newTraceId();
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            Tempo tempo = new Tempo(server);
            assertThat(send(server, traceId)).isEqualTo(200);
            assertThat(Profiles.send(server, "restarted", 5, "leaf", "root")).isEqualTo(200);
            String before = tempo.trace(traceId).text();

            server.flush();

            assertThat(tempo.metric("spanflame_live_bytes")).isZero();
            assertThat(tempo.trace(traceId).text()).isEqualTo(before);
            assertThat(tempo.search("{ resource.service.name = \"restarted\" }"))
                    .containsExactly(traceId);
            assertThat(Profiles.flameGraph(server, "restarted"))
                    .containsEntry("leaf", 5L)
                    .containsEntry("root", 5L);
        }
    }

    @FunctionalInterface
    private interface End {
        void of(SpanflameProcess server) throws IOException, InterruptedException;
    }

    /// Sends traces until the server is ended in the middle of it, starts it again and tells which acknowledged ones
    /// are not there.
    private List<String> lostAfter(End end) throws Exception {
        List<String> acknowledged = new ArrayList<>();
        AtomicBoolean enough = new AtomicBoolean();
        try (SpanflameProcess server = SpanflameProcess.start(folder);
                ExecutorService sender = Executors.newSingleThreadExecutor()) {
            Future<?> sending = sender.submit(() -> sendUntilRefused(server, acknowledged, enough));
            while (!enough.get() && !sending.isDone()) {
                Thread.onSpinWait();
            }
            end.of(server);
            sending.get();
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ENOUGH);
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            Tempo tempo = new Tempo(server);
            return acknowledged.stream()
                    .filter(traceId -> !tempo.spanNames(traceId).equals(List.of("work")))
                    .toList();
        }
    }

    private static void sendUntilRefused(SpanflameProcess server, List<String> acknowledged, AtomicBoolean enough) {
        try {
            String traceId = Spans.newTraceId();
            while (send(server, traceId) == 200) {
                acknowledged.add(traceId);
                enough.set(acknowledged.size() >= ENOUGH);
                traceId = Spans.newTraceId();
            }
        } catch (UncheckedIOException _) {
            // the server went away, which is how this is meant to end
        }
    }

    private static int send(SpanflameProcess server, String traceId) {
        return Spans.send(server, Spans.one(traceId, "restarted", 100).toByteArray())
                .status();
    }
}
