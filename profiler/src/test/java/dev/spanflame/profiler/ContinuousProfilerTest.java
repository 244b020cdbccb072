package dev.spanflame.profiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The test JVM profiles itself with the real async-profiler.
@Timeout(60)
final class ContinuousProfilerTest {
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(2), Duration.ofMillis(20));

    @TempDir
    private Path directory = Path.of("");

    @Test
    void uploadsWindowsThatAreRealRecordingsOfTheBusyMethod() throws Exception {
        try (IngestReceiver server = new IngestReceiver();
                BusyThread _ = new BusyThread()) {
            Instant before = Instant.now();
            ProfilerOptions options = quick(server.address())
                    .withLabels(Map.of("region", "eu-1", "git.ref", "v 2"))
                    .withHeaders(Map.of("X-Scope-OrgID", "team"));
            try (ContinuousProfiler profiler = ContinuousProfiler.start(options)) {
                assertThat(profiler.problem()).isEmpty();
                for (int window = 0; window < 2; window++) {
                    IngestReceiver.Received upload = server.next();
                    assertThat(upload.method()).isEqualTo("POST");
                    assertThat(upload.path()).isEqualTo("/ingest");
                    assertThat(upload.query())
                            .containsEntry("name", "test.app{git.ref=v 2,region=eu-1}")
                            .containsEntry("format", "jfr")
                            .containsEntry("spyName", "javaspy")
                            .containsEntry("units", "samples")
                            .containsEntry("aggregationType", "sum")
                            .containsEntry("sampleRate", "1000");
                    assertThat(upload.headers().get("X-scope-orgid")).isEqualTo(List.of("team"));
                    long from = Long.parseLong(upload.query().getOrDefault("from", ""));
                    long until = Long.parseLong(upload.query().getOrDefault("until", ""));
                    assertThat(from).isBetween(before.getEpochSecond(), until);
                    assertThat(until).isBetween(from, Instant.now().getEpochSecond());
                    Seen seen = seen(upload.jfr());
                    assertThat(seen.methods()).contains("collatz");
                    assertThat(seen.events())
                            .contains("jdk.ExecutionSample")
                            .anyMatch(e -> e.startsWith("jdk.ObjectAlloc"));
                }
            }
        }
    }

    @Test
    void sendsTheWindowInProgressWhenItIsClosed() throws Exception {
        try (IngestReceiver server = new IngestReceiver();
                BusyThread _ = new BusyThread()) {
            ProfilerOptions options = quick(server.address()).withWindow(Duration.ofMinutes(5));
            ContinuousProfiler profiler = ContinuousProfiler.start(options);
            profiler.close();
            profiler.close();
            assertThat(seen(server.next().jfr()).events()).contains("jdk.ActiveSetting");
            assertThat(profiler.statistics().recorded()).isEqualTo(1);
            assertThat(profiler.statistics().sent()).isEqualTo(1);
            assertThat(profiler.statistics().dropped()).isZero();
        }
    }

    @Test
    void sendsTheSameRecordingAgainWhileTheServerIsOverloaded() throws Exception {
        try (IngestReceiver server = new IngestReceiver()) {
            server.answer(
                    new IngestReceiver.Answer(429, Map.of("Retry-After", "0")),
                    new IngestReceiver.Answer(503, Map.of()),
                    new IngestReceiver.Answer(500, Map.of()));
            ContinuousProfiler profiler = ContinuousProfiler.start(
                    quick(server.address()).withWindow(Duration.ofMillis(300)), AsyncRecorder::load, QUICK);
            byte[] first = server.next().jfr();
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThat(server.next().jfr()).isEqualTo(first);
            }
            profiler.close();
            assertThat(profiler.statistics().retries()).isEqualTo(3);
            assertThat(profiler.statistics().dropped()).isZero();
            assertThat(profiler.statistics().sent())
                    .isEqualTo(profiler.statistics().recorded());
        }
    }

    @Test
    void dropsAndCountsWhatTheServerRefusesForGood() throws Exception {
        try (IngestReceiver server = new IngestReceiver()) {
            server.answer(new IngestReceiver.Answer(422, Map.of()));
            ContinuousProfiler profiler = ContinuousProfiler.start(
                    quick(server.address()).withWindow(Duration.ofMillis(300)), AsyncRecorder::load, QUICK);
            byte[] first = server.next().jfr();
            assertThat(server.next().jfr()).isNotEqualTo(first);
            profiler.close();
            assertThat(profiler.statistics().dropped()).isEqualTo(1);
            assertThat(profiler.statistics().retries()).isZero();
        }
    }

    @Test
    void countsEveryRecordingAsSentOrDroppedWhenTheServerIsGone() throws Exception {
        URI nobody;
        try (IngestReceiver server = new IngestReceiver()) {
            nobody = server.address();
        }
        ContinuousProfiler profiler =
                ContinuousProfiler.start(quick(nobody).withWindow(Duration.ofMillis(100)), AsyncRecorder::load, QUICK);
        while (profiler.statistics().dropped() < 2) {
            Thread.onSpinWait();
        }
        profiler.close();
        ProfilerStatistics statistics = profiler.statistics();
        assertThat(statistics.sent()).isZero();
        assertThat(statistics.dropped()).isEqualTo(statistics.recorded());
        assertThat(statistics.retries()).isGreaterThanOrEqualTo(2L * (Uploader.MAX_ATTEMPTS - 1));
    }

    @Test
    void saysWhyItDoesNotProfileAndStartsNothing() throws Exception {
        try (IngestReceiver server = new IngestReceiver()) {
            ContinuousProfiler profiler = ContinuousProfiler.start(
                    quick(server.address()),
                    _ -> {
                        throw new IOException("no library for this system");
                    },
                    QUICK);
            assertThat(profiler.problem()).contains("no library for this system");
            profiler.close();
            assertThat(profiler.statistics()).isEqualTo(new ProfilerStatistics(0, 0, 0, 0, 0, 0));
        }
    }

    @Test
    void aSecondProfilerOfTheSameJvmSaysThatOneIsRunning() throws Exception {
        Recorder first = AsyncRecorder.load(Sampling.DEFAULT);
        first.begin(directory.resolve("first.jfr"));
        try (ContinuousProfiler second = ContinuousProfiler.start(quick(URI.create("http://127.0.0.1:1")))) {
            assertThat(second.problem())
                    .hasValueSatisfying(text -> assertThat(text).contains("already started"));
        } finally {
            first.end();
        }
    }

    private static ProfilerOptions quick(URI server) {
        Sampling sampling = new Sampling(Duration.ofMillis(1), 64 * 1024, Duration.ofMillis(1));
        return ProfilerOptions.of(server, "test.app").withSampling(sampling).withWindow(Duration.ofMillis(500));
    }

    /// Names of events and of methods in a recording.
    private record Seen(Set<String> events, Set<String> methods) {}

    private Seen seen(byte[] jfr) throws IOException {
        Path file = Files.write(directory.resolve("recording.jfr"), jfr);
        Seen seen = new Seen(new HashSet<>(), new HashSet<>());
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            seen.events().add(event.getEventType().getName());
            if (event.getStackTrace() != null) {
                for (RecordedFrame frame : event.getStackTrace().getFrames()) {
                    seen.methods().add(frame.getMethod().getName());
                }
            }
        }
        return seen;
    }
}
