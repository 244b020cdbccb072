package dev.spanflame.agent.run;

import dev.spanflame.agent.config.AgentOptions;
import dev.spanflame.agent.config.Sampling;
import dev.spanflame.agent.convert.Converter;
import dev.spanflame.agent.log.AgentLog;
import dev.spanflame.agent.record.JfrRecorder;
import dev.spanflame.agent.record.NativeRecorder;
import dev.spanflame.agent.record.Recorder;
import dev.spanflame.agent.send.Uploader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Records, and hands over a profile every few seconds, until it is told to finish. A recording that
/// fails is begun anew with the next profile.
final class RecordingLoop implements Runnable {
    /// With fewer samples than these the next window is waited for, but for no more than that many
    /// windows.
    private static final int FEW_SAMPLES = 20;

    private static final int QUIET_WINDOWS = 6;
    private static final long WATCH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AgentOptions options;
    private final Uploader uploader;
    private final SpanTracking tracking;
    private final AgentLog log;
    private final Converter converter;
    private final AllocationPace pace;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Written under `lock`. A host that ends while the profiler is loaded does not wait for its start.
    private volatile boolean finishing;

    private volatile Sampling wanted;
    private volatile @Nullable String problem;
    private volatile @Nullable Recorder recorder;
    private volatile @Nullable BooleanSupplier afterProfiles;
    /// What is recorded now; of this thread alone, as what follows.
    private @Nullable Sampling recorded;

    private String announced = "";
    private long windowBegan;
    private long allocationsBefore;
    private boolean tooMany;
    private long samplesBefore;
    private int quietWindows;

    private volatile long failures;
    private volatile long samples;
    private volatile long samplesWithSpan;

    RecordingLoop(AgentOptions options, Uploader uploader, SpanTracking tracking, AgentLog log) {
        this.options = options;
        this.uploader = uploader;
        this.tracking = tracking;
        this.log = log;
        this.converter = new Converter(options);
        this.pace = new AllocationPace(options.allocationRate());
        this.wanted = options.sampling();
    }

    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    Sampling wanted() {
        return wanted;
    }

    String engine() {
        Recorder found = recorder;
        return found == null || problem != null ? "" : found.engine();
    }

    long failures() {
        return failures;
    }

    long samples() {
        return samples;
    }

    long samplesWithSpan() {
        return samplesWithSpan;
    }

    /// Is called when a profile was handed over, until it says that there is no more to do.
    void afterProfiles(BooleanSupplier work) {
        afterProfiles = work;
    }

    /// Samples something else from now on.
    void change(Sampling sampling) {
        lock.lock();
        try {
            wanted = sampling;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the recording and hands over what is left.
    void finish() {
        lock.lock();
        try {
            finishing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            // profiles of many processes that start together do not arrive together
            long window = options.uploadInterval().toNanos();
            long first = (long) (window * (0.3 + 0.7 * Math.random()));
            boolean last = false;
            for (long length = first; !last; length = window) {
                begin();
                last = waits(length);
                end(last);
                BooleanSupplier work = afterProfiles;
                if (work != null && !last && work.getAsBoolean()) {
                    afterProfiles = null;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            problem = e.toString();
            log.warn("profiling ends: " + e);
        }
    }

    private void begin() {
        Sampling sampling = wanted;
        if (recorded != null || !sampling.enabled() || finishing) {
            return;
        }
        try {
            Recorder active = recorder;
            Sampling paced = pace.of(sampling);
            if (active == null) {
                active = first(paced);
            } else {
                active.start(paced);
            }
            if (active == null) {
                return;
            }
            recorder = active;
            recorded = sampling;
            converter.recordingBegins(paced.alloc());
            windowBegan = System.nanoTime();
            allocationsBefore = converter.allocations();
            problem = null;
            if (options.spans()) {
                tracking.start(active, !sampling.wall().isZero());
            }
            announce(active, sampling);
        } catch (IOException | RuntimeException | LinkageError e) {
            failed("this process is not profiled: ", e);
        }
    }

    /// Tells what is recorded, not again for recordings that differ in the pace of allocations alone.
    private void announce(Recorder active, Sampling sampling) {
        String line = "profiling application=" + options.application() + " engine=" + active.engine() + " " + sampling
                + " server=" + options.server().address().getHost();
        if (!line.equals(announced)) {
            announced = line;
            log.info(line);
        }
    }

    /// The recorder, which records; null where the host ends meanwhile.
    private @Nullable Recorder first(Sampling sampling) throws IOException {
        String reason = "it is wanted";
        if (!options.jfrWanted()) {
            try {
                Recorder loaded = NativeRecorder.load(options);
                if (finishing) {
                    return null;
                }
                loaded.start(sampling);
                return loaded;
            } catch (IOException | RuntimeException | LinkageError e) {
                reason = "async-profiler cannot be used: " + e.getMessage();
            }
        }
        Recorder jfr = new JfrRecorder();
        try {
            jfr.start(sampling);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "; it was tried since " + reason, e);
        }
        log.warn("samples are taken by JDK Flight Recorder (" + jfr.engine() + "), since " + reason);
        return jfr;
    }

    /// Waits for the end of a window, or until something changes; whether it was the last.
    private boolean waits(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            Sampling now = recorded;
            tooMany = false;
            while (left > 0 && !tooMany && !finishing && (now == null ? !isWanted() : now.equals(wanted))) {
                long before = taken();
                long slice = Math.min(left, WATCH_NANOS);
                left -= slice - Math.max(0, changed.awaitNanos(slice));
                uploader.watch();
                tooMany = now != null && pace.isExceeded(now, taken() - before);
            }
            return finishing;
        } finally {
            lock.unlock();
        }
    }

    private long taken() {
        Recorder active = recorder;
        return active == null ? 0 : active.samples();
    }

    /// Whether a recording that is off is wanted and did not just fail.
    private boolean isWanted() {
        return wanted.enabled() && problem == null;
    }

    private void end(boolean last) {
        Sampling now = recorded;
        Recorder active = recorder;
        if (now == null || active == null) {
            return;
        }
        try {
            boolean isOther = !now.equals(wanted);
            if (isOther) {
                announced = "";
            }
            boolean stops = last || tooMany || isOther;
            if (!stops && pace.factor() == 1 && isQuiet(active)) {
                return;
            }
            recorded = stops ? null : now;
            send(stops ? active.stop() : active.rotate(), now, active);
            if (paceChanges(now) && !stops) {
                recorded = null;
                send(active.stop(), now, active);
            }
        } catch (IOException | RuntimeException | Error e) {
            if (last) {
                // JDK Flight Recorder ends before its host does
                log.debug("the last profile is lost: " + e);
                return;
            }
            failed("a profile is lost, will go on with a new recording: ", e);
            abandon(active);
        }
    }

    private void send(List<ByteBuffer> chunks, Sampling now, Recorder active) throws IOException {
        if (options.server().otlp()) {
            converter.convertToOtlp(chunks, now, active.samplesCarriers()).forEach(uploader::addRequest);
        } else {
            uploader.add(converter.convert(chunks, now, active.samplesCarriers()));
        }
        samples = converter.samples();
        samplesWithSpan = converter.samplesWithSpan();
    }

    /// Whether the next recording is to take samples of allocations further apart, or nearer.
    private boolean paceChanges(Sampling now) {
        long ended = System.nanoTime();
        boolean changes = pace.tell(now, converter.allocations() - allocationsBefore, ended - windowBegan);
        allocationsBefore = converter.allocations();
        windowBegan = ended;
        return changes;
    }

    /// Whether so little was sampled that a profile of it is not worth a request yet.
    private boolean isQuiet(Recorder active) {
        long taken = active.samples();
        boolean few = taken - samplesBefore >= 0 && taken - samplesBefore < FEW_SAMPLES;
        if (few && ++quietWindows < QUIET_WINDOWS) {
            return true;
        }
        samplesBefore = taken;
        quietWindows = 0;
        return false;
    }

    private void abandon(Recorder active) {
        if (recorded != null) {
            recorded = null;
            try {
                active.stop();
            } catch (IOException | RuntimeException | Error e) {
                log.debug("a recording does not end: " + e);
            }
        }
    }

    private void failed(String what, Throwable e) {
        failures++;
        problem = e.toString();
        log.once(e.toString(), what + e);
    }
}
