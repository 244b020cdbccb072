package dev.spanflame.traceql.scan;

import java.util.concurrent.atomic.AtomicInteger;

/// The processors of this machine, as far as scans share them. Thread-safe.
///
/// Each scan keeps its own thread busy; those that are left over help whoever asks first, one partition at a time. So
/// a query alone has the whole machine, and as many queries as there are processors have one each.
final class Cores {
    /// Those of this process.
    static final Cores OF_PROCESS = new Cores(Runtime.getRuntime().availableProcessors());

    private final int count;
    private final AtomicInteger busy = new AtomicInteger();

    Cores(int count) {
        this.count = count;
    }

    /// How many there are.
    int count() {
        return count;
    }

    /// Notes that a thread works, whether or not there is a processor for it.
    void enter() {
        busy.incrementAndGet();
    }

    /// Notes that a thread has ended its work.
    void leave() {
        busy.decrementAndGet();
    }

    /// Enters if a processor is free.
    boolean tryEnter() {
        int now = busy.get();
        while (now < count) {
            if (busy.compareAndSet(now, now + 1)) {
                return true;
            }
            now = busy.get();
        }
        return false;
    }

    /// Whether more threads work than there are processors: a helper should go.
    boolean isCrowded() {
        return busy.get() > count;
    }
}
