package dev.spanflame.ingester.live;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A segment with its place in the write-ahead log, and the requests that are on their way into it.
/// Thread-safe.
///
/// Requests [#enter] while they get their sequence number and [#leave] when their data is in the segment,
/// so that after a cut, once all have left, the segment holds exactly the records up to [#through].
public final class Slot<S extends Segment<?>> {
    private final Supplier<S> maker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private int inside;
    private long heldBytes;
    private volatile long openedNanos;
    private volatile long through = Long.MAX_VALUE;
    private volatile @Nullable S segment;

    Slot(Supplier<S> maker) {
        this.maker = maker;
    }

    /// Called while the sequence number is given out.
    void enter(long nowNanos) {
        lock.lock();
        try {
            if (segment == null) {
                segment = maker.get();
                openedNanos = nowNanos;
            }
            inside++;
        } finally {
            lock.unlock();
        }
    }

    /// Called once the request's data is in the segment, or will never be; `grownBytes` is what it added.
    void leave(long grownBytes) {
        lock.lock();
        try {
            heldBytes += grownBytes;
            if (--inside == 0) {
                quiet.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// No record after `last` belongs here any more.
    void close(long last) {
        through = last;
    }

    /// Waits until all requests that entered have left.
    public void awaitQuiet() {
        lock.lock();
        try {
            while (inside > 0) {
                quiet.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing ever entered.
    public boolean isEmpty() {
        return segment == null;
    }

    /// The data; null while nothing entered.
    public @Nullable S segment() {
        return segment;
    }

    /// Last sequence number that may be in here; `Long.MAX_VALUE` while it is open.
    public long through() {
        return through;
    }

    /// Estimated bytes of memory.
    public long heldBytes() {
        lock.lock();
        try {
            return heldBytes;
        } finally {
            lock.unlock();
        }
    }

    /// Nanoseconds, by the monotonic clock, since the first request entered.
    public long ageNanos(long nowNanos) {
        return segment == null ? 0 : nowNanos - openedNanos;
    }
}
