package dev.spanflame.agent.run;

import dev.spanflame.agent.context.ThreadContexts;
import dev.spanflame.agent.context.ThreadSlot;
import dev.spanflame.agent.log.AgentLog;
import dev.spanflame.agent.record.Recorder;
import java.lang.instrument.Instrumentation;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Begins to note spans in the way that fits the recorder and the JVM.
final class SpanTracking {
    /// A waiting thread is sampled by another thread, which leaves no trace of it; so longer stretches
    /// are kept then.
    private static final long KEPT_WITH_WALL = TimeUnit.MILLISECONDS.toNanos(1);

    private final @Nullable Instrumentation instrumentation;
    private final AgentLog log;
    private final AtomicBoolean followed = new AtomicBoolean();
    /// Of the recording thread alone.
    private boolean started;

    SpanTracking(@Nullable Instrumentation instrumentation, AgentLog log) {
        this.instrumentation = instrumentation;
        this.log = log;
    }

    /// Notes spans for the one recorder of this process.
    ///
    /// @param wall whether waiting threads are sampled
    void start(Recorder recorder, boolean wall) {
        ThreadContexts.keepFrom(wall ? KEPT_WITH_WALL : Long.MAX_VALUE);
        // with what is noted now the next recording of the same recorder can go on
        if (!started) {
            started = true;
            begin(recorder);
        }
    }

    private void begin(Recorder recorder) {
        Optional<HostAccess> access = recorder.samplesCarriers() ? HostAccess.of(instrumentation) : Optional.empty();
        if (access.isPresent()) {
            try {
                ThreadLocal<ThreadSlot> slots = access.get().newCarrierLocal();
                HostAccess found = access.get();
                Wiring wiring = new Wiring(recorder, found);
                ThreadContexts.start(slots, wiring, found.virtualThread(), wiring);
                return;
            } catch (ReflectiveOperationException | RuntimeException e) {
                log.warn("spans in virtual threads are not known: " + e);
            }
        }
        Wiring wiring = new Wiring(recorder, null);
        ThreadContexts.start(new ThreadLocal<>(), wiring, virtualThreadIfCarried(recorder), wiring);
    }

    /// Makes slots for threads, and is told when a span is first met in a virtual thread. A class, since
    /// lambdas cost a host more when it starts.
    private final class Wiring implements Supplier<ThreadSlot>, Runnable {
        private final Recorder recorder;
        private final @Nullable HostAccess access;

        Wiring(Recorder recorder, @Nullable HostAccess access) {
            this.recorder = recorder;
            this.access = access;
        }

        @Override
        public ThreadSlot get() {
            Thread thread = access == null ? Thread.currentThread() : access.currentCarrier();
            return ThreadContexts.newSlot(thread, recorder.lastSample());
        }

        @Override
        public void run() {
            if (access == null) {
                log.once("virtual", "spans in virtual threads are not known to this profiler");
            } else {
                followLater(access);
            }
        }
    }

    /// Where samples are of carriers that cannot be followed, virtual threads have to be left out.
    private static @Nullable Class<?> virtualThreadIfCarried(Recorder recorder) {
        if (!recorder.samplesCarriers()) {
            return null;
        }
        try {
            return Class.forName("java.lang.BaseVirtualThread");
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /// Called in the host's thread, which is not to wait for it.
    private void followLater(HostAccess access) {
        Instrumentation means = instrumentation;
        if (means == null || !followed.compareAndSet(false, true)) {
            return;
        }
        Thread thread = new Thread(
                () -> {
                    try {
                        VirtualThreads.follow(means, access);
                        log.debug("virtual threads are followed");
                    } catch (Throwable e) {
                        log.warn("spans in virtual threads are not known: " + e);
                    }
                },
                "spanflame-virtual-threads");
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }
}
