package dev.spanflame.agent.context;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The current span and labels of all threads.
///
/// A sample says which thread of the operating system it is of, and when it was taken; here is written
/// down which span was on that thread at that time. A virtual thread has its span with it: when it is
/// taken off its carrier the carrier's stretch ends, and when it goes on, maybe elsewhere, another begins
/// ([#mounted], [#unmounted]).
///
/// All methods may be called from any thread. Parameters are types of the JDK alone, so that callers in
/// other class loaders can reach it by a method handle. While the agent does not run, nothing is written
/// down.
public final class ThreadContexts {
    private static final Map<String, String> NO_LABELS = Map.of();
    private static final AtomicLong LOST = new AtomicLong();
    private static final ConcurrentLinkedQueue<ThreadSlot> SLOTS = new ConcurrentLinkedQueue<>();
    /// What is current in a virtual thread, also while it waits.
    private static final ThreadLocal<Activation> OF_VIRTUAL = new ThreadLocal<>();

    private static volatile @Nullable Wiring wiring;
    private static volatile boolean virtualThreadsFollowed;
    /// Stretches at least this long are kept although no sample is known, since another thread may have
    /// taken it.
    private static volatile long alwaysKeptNanos = Long.MAX_VALUE;

    private ThreadContexts() {}

    /// What differs between profilers and JVMs.
    private static final class Wiring {
        final ThreadLocal<ThreadSlot> slots;
        final Supplier<ThreadSlot> factory;
        final @Nullable Class<?> virtualThread;
        final Runnable virtualThreadSeen;

        Wiring(
                ThreadLocal<ThreadSlot> slots,
                Supplier<ThreadSlot> factory,
                @Nullable Class<?> virtualThread,
                Runnable virtualThreadSeen) {
            this.slots = slots;
            this.factory = factory;
            this.virtualThread = virtualThread;
            this.virtualThreadSeen = virtualThreadSeen;
        }

        ThreadSlot slot() {
            ThreadSlot slot = slots.get();
            if (slot == null) {
                slot = factory.get();
                slots.set(slot);
            }
            return slot;
        }
    }

    /// Begins to write down.
    ///
    /// @param slots an empty thread-local, of carriers where samples are of carriers
    /// @param factory calls [#newSlot] for the thread that calls it
    /// @param virtualThread the class of virtual threads where these are to be followed to their
    /// carriers, else null
    /// @param virtualThreadSeen called when a span is first met in a virtual thread that is not followed
    /// yet
    public static void start(
            ThreadLocal<ThreadSlot> slots,
            Supplier<ThreadSlot> factory,
            @Nullable Class<?> virtualThread,
            Runnable virtualThreadSeen) {
        wiring = new Wiring(slots, factory, virtualThread, virtualThreadSeen);
    }

    /// Ends it. What was kept is forgotten.
    public static void stop() {
        wiring = null;
        virtualThreadsFollowed = false;
        SLOTS.clear();
    }

    /// A slot for the thread that calls.
    ///
    /// @param thread the thread whose samples it is about: the caller's or its carrier
    /// @param lastSample eight bytes with the time of the thread's last sample; null where nobody writes
    /// it
    public static ThreadSlot newSlot(Thread thread, Supplier<@Nullable ByteBuffer> lastSample) {
        ThreadSlot slot = new ThreadSlot(thread, lastSample.get());
        SLOTS.add(slot);
        return slot;
    }

    /// Keeps stretches of this length and longer without a known sample.
    public static void keepFrom(long nanos) {
        alwaysKeptNanos = nanos;
    }

    static long alwaysKeptNanos() {
        return alwaysKeptNanos;
    }

    /// From now on [#mounted] and [#unmounted] are called.
    public static void virtualThreadsAreFollowed() {
        virtualThreadsFollowed = true;
    }

    /// A span becomes current on the calling thread; without one, `span` is null and the ids are empty.
    /// Hot path.
    ///
    /// @param span compared by identity: the same span twice is no change
    /// @param naming finds the span's name, later and on this thread
    public static void enterSpan(
            @Nullable Object span, @Nullable Function<Object, String> naming, String traceId, String spanId) {
        Wiring wired = wiring;
        if (wired == null) {
            return;
        }
        Activation last = current(wired);
        if (last == null ? span == null : last.isOf(span)) {
            return;
        }
        change(wired, new Activation(span, naming, traceId, spanId, last == null ? NO_LABELS : last.labels()));
    }

    /// The labels of the calling thread.
    public static Map<String, String> labels() {
        Wiring wired = wiring;
        Activation last = wired == null ? null : current(wired);
        return last == null ? NO_LABELS : last.labels();
    }

    /// Replaces the labels of the calling thread; the map is not changed afterwards.
    public static void setLabels(Map<String, String> labels) {
        Wiring wired = wiring;
        if (wired == null) {
            return;
        }
        Activation last = current(wired);
        change(wired, last == null ? new Activation(null, null, "", "", labels) : last.withLabels(labels));
    }

    private static boolean isVirtual(Wiring wired) {
        return wired.virtualThread != null && wired.virtualThread.isInstance(Thread.currentThread());
    }

    private static @Nullable Activation current(Wiring wired) {
        return isVirtual(wired) ? OF_VIRTUAL.get() : wired.slot().current();
    }

    private static void change(Wiring wired, Activation next) {
        Activation said = next.isEmpty() ? null : next;
        if (isVirtual(wired)) {
            if (said == null) {
                OF_VIRTUAL.remove();
            } else {
                OF_VIRTUAL.set(said);
            }
            if (!virtualThreadsFollowed) {
                // until its carriers are known nothing is better than a wrong span
                wired.virtualThreadSeen.run();
                return;
            }
        }
        wired.slot().change(said);
    }

    /// The calling virtual thread was put on a carrier. Hot path.
    public static void mounted() {
        Wiring wired = wiring;
        if (wired == null) {
            return;
        }
        Activation state = OF_VIRTUAL.get();
        if (state != null) {
            Activation again = state.again();
            OF_VIRTUAL.set(again);
            wired.slot().change(again);
        }
    }

    /// The calling virtual thread is about to be taken off its carrier. Hot path.
    public static void unmounted() {
        Wiring wired = wiring;
        if (wired == null) {
            return;
        }
        ThreadSlot slot = wired.slots.get();
        if (slot != null && slot.current() != null) {
            slot.change(null);
        }
    }

    /// Hands over all stretches kept since the last call, and those that are open, by the number of their
    /// thread.
    public static void collect(BiConsumer<Long, List<Activation>> into) {
        for (Iterator<ThreadSlot> slots = SLOTS.iterator(); slots.hasNext(); ) {
            ThreadSlot slot = slots.next();
            List<Activation> found = new ArrayList<>();
            if (!slot.collect(found)) {
                slots.remove();
            }
            if (!found.isEmpty()) {
                into.accept(slot.threadId(), found);
            }
        }
    }

    /// Threads known by now.
    public static int threads() {
        return SLOTS.size();
    }

    static void countLost() {
        LOST.incrementAndGet();
    }

    /// Stretches that were forgotten because a thread had too many.
    public static long lost() {
        return LOST.get();
    }
}
