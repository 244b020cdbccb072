package dev.spanflame.agent.record;

import dev.spanflame.agent.config.AgentOptions;
import dev.spanflame.agent.config.Sampling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import one.profiler.AsyncProfiler;
import one.profiler.LastSample;
import org.jspecify.annotations.Nullable;

/// Records with async-profiler. It writes one recording without end, of which [#rotate] asks for the next
/// chunk: the profiler is busy for less than a millisecond meanwhile and goes on.
///
/// Two things can be had by a new recording alone, which takes a few milliseconds: memory for stacks,
/// when there are too many, and the objects that still live, once a minute where these are wanted.
public final class NativeRecorder implements Recorder {
    /// Not the machine, the properties, the libraries, the CPU load, the heap.
    private static final String LEAN = "0x1f";
    private static final long STACK_MEMORY_KB = 20_000;
    private static final Duration LIVE_EVERY = Duration.ofMinutes(1);

    private final AsyncProfiler profiler;
    private final AgentOptions options;
    private final Supplier<@Nullable ByteBuffer> lastSample;

    private @Nullable RecordingFile file;
    private @Nullable Sampling sampling;
    private String engine = "";
    private long startedNanos;

    private NativeRecorder(AsyncProfiler profiler, AgentOptions options, Supplier<@Nullable ByteBuffer> lastSample) {
        this.profiler = profiler;
        this.options = options;
        this.lastSample = lastSample;
    }

    /// Loads the profiler; [IOException] says why it cannot be had.
    public static NativeRecorder load(AgentOptions options) throws IOException {
        AsyncProfiler profiler = NativeLibrary.load(options.tmpDirectory());
        return new NativeRecorder(profiler, options, new LastSample());
    }

    @Override
    public void start(Sampling wanted) throws IOException {
        sampling = wanted;
        IOException last = new IOException("nothing can be sampled");
        for (String candidate : engines(wanted.event())) {
            try {
                begin(wanted, candidate);
                engine = candidate;
                return;
            } catch (IOException e) {
                e.addSuppressed(last);
                last = e;
            }
        }
        throw last;
    }

    /// The event, and what samples much the same where it is not allowed.
    private static List<String> engines(String event) {
        switch (event) {
            case "cpu":
                return List.of("cpu", "ctimer", "itimer");
            case "ctimer":
                return List.of("ctimer", "itimer");
            default:
                return List.of(event);
        }
    }

    private void begin(Sampling wanted, String event) throws IOException {
        RecordingFile fresh = RecordingFile.create(NativeLibrary.recordingFolders(options.tmpDirectory()));
        boolean begun = false;
        boolean kept = false;
        try {
            execute(command(wanted, event, fresh));
            begun = true;
            fresh.opened();
            file = fresh;
            startedNanos = System.nanoTime();
            kept = true;
        } finally {
            if (!kept) {
                fresh.close();
                if (begun) {
                    execute("stop,quiet,loglevel=none");
                }
            }
        }
    }

    private String command(Sampling wanted, String event, RecordingFile fresh) {
        StringBuilder command = new StringBuilder("start,quiet,loglevel=none,jfr,jfropts=" + LEAN);
        // so that samples and spans have one clock
        command.append(",clock=monotonic,chunksize=32m,jstackdepth=").append(options.stackDepth());
        if (!event.equals("off")) {
            command.append(",event=")
                    .append(event)
                    .append(",interval=")
                    .append(wanted.interval().toNanos());
        }
        if (!event.equals("wall") && !wanted.wall().isZero()) {
            command.append(",wall=").append(wanted.wall().toNanos());
        }
        if (wanted.alloc() > 0) {
            command.append(",alloc=").append(wanted.alloc());
        }
        if (wanted.live()) {
            command.append(",live");
        }
        if (!wanted.lock().isZero()) {
            command.append(",lock=").append(wanted.lock().toNanos());
        }
        if (wanted.nativeMemory() > 0) {
            command.append(",nofree,nativemem=").append(wanted.nativeMemory());
        }
        if (!options.extraArguments().isEmpty()) {
            command.append(',').append(options.extraArguments());
        }
        return command.append(",file=").append(fresh.path()).toString();
    }

    @Override
    public List<ByteBuffer> rotate() throws IOException {
        Sampling wanted = sampling;
        if (wanted != null && isRestartDue(wanted)) {
            List<ByteBuffer> last = stop();
            begin(wanted, engine);
            return last;
        }
        execute("dump,quiet,loglevel=none,jfr");
        return recording().take();
    }

    private boolean isRestartDue(Sampling wanted) throws IOException {
        boolean liveDue = wanted.live() && System.nanoTime() - startedNanos >= LIVE_EVERY.toNanos();
        return liveDue || metric("mem_calltracestorage_kb") > STACK_MEMORY_KB;
    }

    private RecordingFile recording() throws IOException {
        RecordingFile found = file;
        if (found == null) {
            throw new IOException("nothing is recorded");
        }
        return found;
    }

    @Override
    public List<ByteBuffer> stop() throws IOException {
        try (RecordingFile ended = recording()) {
            execute("stop,quiet,loglevel=none");
            return new ArrayList<>(ended.take());
        } finally {
            file = null;
        }
    }

    @Override
    public long samples() {
        return profiler.getSamples();
    }

    @Override
    public String engine() {
        return engine;
    }

    @Override
    public boolean samplesCarriers() {
        return true;
    }

    @Override
    public Supplier<@Nullable ByteBuffer> lastSample() {
        return lastSample;
    }

    @Override
    public long missed() {
        try {
            return metric("samples_skipped_total");
        } catch (IOException e) {
            return 0;
        }
    }

    private long metric(String name) throws IOException {
        String metrics = "\n" + execute("metrics,loglevel=none");
        int begin = metrics.indexOf("\n" + name + " ") + name.length() + 2;
        int end = begin;
        while (end < metrics.length() && Character.isDigit(metrics.charAt(end))) {
            end++;
        }
        return begin < name.length() + 2 || begin == end ? 0 : Long.parseLong(metrics.substring(begin, end));
    }

    private String execute(String command) throws IOException {
        try {
            return profiler.execute(command);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new IOException("async-profiler answered \"" + e.getMessage() + "\" to " + command, e);
        }
    }
}
