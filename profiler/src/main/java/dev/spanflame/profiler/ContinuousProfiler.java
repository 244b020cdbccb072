package dev.spanflame.profiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Profiles the JVM it runs in until it is closed: CPU time, allocations and waits for locks, in windows of a few
/// seconds that are sent one by one.
///
/// One runs in a JVM at a time, since async-profiler records once in a process. It never throws into its host: where
/// profiling is not possible, [#problem] says why, a line in the log does too, and nothing else happens. Safe for any
/// thread.
public final class ContinuousProfiler implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("profiler");
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(3);

    /// Loads what records.
    @FunctionalInterface
    interface Loader {
        Recorder load(Sampling sampling) throws IOException;
    }

    private final Counters counters = new Counters();
    private final Optional<String> problem;
    private final Optional<Running> running;

    /// The two threads and what joins them.
    private record Running(
            RecordingLoop loop, Uploader uploader, UploadQueue queue, Thread recording, Thread sending) {}

    private ContinuousProfiler(ProfilerOptions options, Loader loader, Backoff backoff) {
        Optional<String> found = Optional.empty();
        Optional<Running> started = Optional.empty();
        try {
            Recorder recorder = loader.load(options.sampling());
            probe(recorder);
            started = Optional.of(start(options, recorder, backoff));
            LOG.log(
                    System.Logger.Level.INFO,
                    "profiling application=" + options.application() + " cpu=" + recorder.engine() + " window="
                            + options.window() + " server=" + options.server());
        } catch (IOException e) {
            found = Optional.of(e.getMessage() == null ? e.toString() : e.getMessage());
            LOG.log(System.Logger.Level.WARNING, "this process is not profiled: " + found.get());
        }
        this.problem = found;
        this.running = started;
    }

    /// Starts recording and sending, and returns at once.
    public static ContinuousProfiler start(ProfilerOptions options) {
        return start(options, AsyncRecorder::load, Backoff.DEFAULT);
    }

    /// With another recorder and other waits, for tests.
    static ContinuousProfiler start(ProfilerOptions options, Loader loader, Backoff backoff) {
        return new ContinuousProfiler(options, loader, backoff);
    }

    /// Why this process is not profiled; empty when it is.
    public Optional<String> problem() {
        return problem;
    }

    /// What has been done so far.
    public ProfilerStatistics statistics() {
        return counters.snapshot();
    }

    /// Ends the recording, tries for up to 3 s to send what is left, and drops the rest. A second call does nothing.
    @Override
    public void close() {
        running.ifPresent(this::stop);
    }

    /// Whether a recording can begin at all, known before `start` returns: it is ended at once and thrown away.
    private static void probe(Recorder recorder) throws IOException {
        Path file = Files.createTempFile("spanflame-probe", ".jfr");
        try {
            recorder.begin(file);
            recorder.end();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Running start(ProfilerOptions options, Recorder recorder, Backoff backoff) {
        UploadQueue queue = new UploadQueue(options.maxQueuedBytes());
        RecordingLoop loop = new RecordingLoop(options, recorder, queue, counters);
        Uploader uploader = new Uploader(options, queue, counters, backoff);
        Thread recording = Thread.ofPlatform().daemon().name("profiler-record").start(loop);
        Thread sending = Thread.ofPlatform().daemon().name("profiler-send").start(uploader);
        return new Running(loop, uploader, queue, recording, sending);
    }

    private void stop(Running threads) {
        threads.loop().finish();
        try {
            if (!threads.recording().join(CLOSE_GRACE)) {
                threads.recording().interrupt();
            }
            threads.uploader().finish();
            if (!threads.sending().join(CLOSE_GRACE)) {
                threads.sending().interrupt();
                threads.sending().join();
            }
        } catch (InterruptedException e) {
            threads.recording().interrupt();
            threads.sending().interrupt();
            Thread.currentThread().interrupt();
        }
        int left = threads.queue().clear();
        if (left > 0) {
            counters.dropped.add(left);
            LOG.log(System.Logger.Level.WARNING, "profiles are dropped at the end count=" + left);
        }
    }
}
