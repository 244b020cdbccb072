package dev.spanflame.agent.context;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What is current on one thread, and what was while samples were taken of it.
///
/// Only its own thread changes it; another thread may [#collect] at any time. A stretch in which no
/// sample was taken is forgotten at once, so that a thread which changes spans a million times a second
/// keeps no more than a few hundred.
public final class ThreadSlot {
    /// Most stretches kept between two collections.
    static final int MAX_KEPT = 8192;

    private final Thread thread;
    private final long threadId;
    /// Where the profiler writes the time of this thread's last sample; null where it does not.
    private final @Nullable ByteBuffer lastSample;
    private volatile @Nullable Activation current;
    private final AtomicReference<@Nullable Activation> kept = new AtomicReference<>();
    private final AtomicInteger keptCount = new AtomicInteger();

    ThreadSlot(Thread thread, @Nullable ByteBuffer lastSample) {
        this.thread = thread;
        this.threadId = idOf(thread);
        this.lastSample = lastSample;
    }

    @SuppressWarnings("deprecation") // its successor came with Java 19
    private static long idOf(Thread thread) {
        return thread.getId();
    }

    /// Java's number of the thread whose samples these stretches are of.
    public long threadId() {
        return threadId;
    }

    @Nullable
    Activation current() {
        return current;
    }

    /// Ends what is current and begins `next`; null for nothing. Hot path.
    void change(@Nullable Activation next) {
        long now = System.nanoTime();
        Activation last = current;
        if (next != null) {
            next.begin(now);
        }
        if (last != null) {
            last.end(now);
            if (isWanted(last, now)) {
                keep(last);
            }
        }
        current = next;
    }

    private boolean isWanted(Activation last, long now) {
        return lastSample == null
                || lastSample.getLong(0) >= last.begin()
                || now - last.begin() >= ThreadContexts.alwaysKeptNanos();
    }

    private void keep(Activation last) {
        if (keptCount.get() >= MAX_KEPT) {
            ThreadContexts.countLost();
            return;
        }
        keptCount.incrementAndGet();
        last.keepName();
        Activation head;
        do {
            head = kept.get();
            last.next = head;
        } while (!kept.compareAndSet(head, last));
    }

    /// Moves what was kept to `into`, adds what is current, and tells whether the thread still lives.
    boolean collect(List<Activation> into) {
        boolean alive = thread.isAlive();
        // first what is current: what begins after this is of the next recording
        Activation open = current;
        Activation at = kept.getAndSet(null);
        keptCount.set(0);
        for (; at != null; at = at.next) {
            into.add(at);
        }
        if (open != null) {
            into.add(open);
        }
        return alive;
    }
}
