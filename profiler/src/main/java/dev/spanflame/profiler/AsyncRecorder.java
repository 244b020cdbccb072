package dev.spanflame.profiler;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import one.profiler.AsyncProfiler;

/// Records with async-profiler, whose native library comes inside its jar for Linux (x64, arm64) and macOS.
///
/// CPU time is sampled by perf events. Where the kernel does not allow them, as in most containers, the timers
/// `ctimer` (Linux, a timer for each thread) and `itimer` (one for the process) follow; the first that starts is kept.
final class AsyncRecorder implements Recorder {
    private static final List<String> ENGINES = List.of("cpu", "ctimer", "itimer");

    private final AsyncProfiler profiler;
    private final Sampling sampling;
    private String engine = "";

    private AsyncRecorder(AsyncProfiler profiler, Sampling sampling) {
        this.profiler = profiler;
        this.sampling = sampling;
        if (sampling.cpuInterval().isZero()) {
            engine = "none";
        }
    }

    /// Loads the native library; [IOException] says why it cannot be had.
    static AsyncRecorder load(Sampling sampling) throws IOException {
        try {
            return new AsyncRecorder(AsyncProfiler.getInstance(), sampling);
        } catch (LinkageError | IllegalStateException | SecurityException e) {
            throw new IOException(
                    "async-profiler cannot be loaded on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch")
                            + " (it runs on Linux x64 and arm64 with glibc or musl, and "
                            + "on macOS; its library is unpacked into " + System.getProperty("java.io.tmpdir") + "): "
                            + e,
                    e);
        }
    }

    @Override
    public void begin(Path file) throws IOException {
        if (!engine.isEmpty()) {
            start(engine, file);
            return;
        }
        IOException last = new IOException("no way to sample CPU time");
        for (String candidate : ENGINES) {
            try {
                start(candidate, file);
                engine = candidate;
                return;
            } catch (IOException e) {
                e.addSuppressed(last);
                last = e;
            }
        }
        throw last;
    }

    private void start(String candidate, Path file) throws IOException {
        StringBuilder command = new StringBuilder("start,jfr");
        if (!candidate.equals("none")) {
            command.append(",event=").append(candidate).append(",interval=").append(nanos(sampling.cpuInterval()));
        }
        if (sampling.allocationBytes() > 0) {
            command.append(",alloc=").append(sampling.allocationBytes());
        }
        if (!sampling.lockThreshold().isZero()) {
            command.append(",lock=").append(nanos(sampling.lockThreshold()));
        }
        command.append(",file=").append(file);
        execute(command.toString());
    }

    @Override
    public void end() throws IOException {
        execute("stop");
    }

    @Override
    public String engine() {
        return engine;
    }

    private void execute(String command) throws IOException {
        try {
            String unused = profiler.execute(command);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new IOException("async-profiler answered \"" + e.getMessage() + "\" to " + command, e);
        }
    }

    private static String nanos(Duration duration) {
        return String.format(Locale.ROOT, "%d", duration.toNanos());
    }
}
