package dev.spanflame.querier.gate;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Heap that all queries share for what they find and count, until their answers are with the callers.
/// Thread-safe.
///
/// One query may take all of it. The others have half as much together: who finds no room waits, and of those
/// that wait the oldest becomes that one as soon as there is none. So no query waits for ever, and all of them
/// hold one and a half of it at most. The first MiB of each is free, so that small queries never wait.
public final class QueryMemory {
    /// What each query may take beside the others.
    static final long FREE_BYTES = 1 << 20;

    private static final long LOOK_EVERY_MILLIS = 100;

    private final long bytes;
    private final int mostWaiting;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // guarded by lock
    private final Set<Share> waiting = new HashSet<>();
    private @Nullable Share first;
    // without what the first holds
    private long taken;
    private long opened;

    /// `mostWaiting` queries may wait for room at a time; more are refused, so that they do not take the turns of
    /// others.
    QueryMemory(long bytes, int mostWaiting) {
        this.bytes = bytes;
        this.mostWaiting = mostWaiting;
    }

    /// A part of which nothing is taken; close it. While it waits it asks `check`, which throws when it is
    /// time to stop.
    Share open(Runnable check) {
        lock.lock();
        try {
            return new Share(opened++, check);
        } finally {
            lock.unlock();
        }
    }

    /// Bytes that queries hold now, without those that are free.
    long taken() {
        lock.lock();
        try {
            return taken + (first == null ? 0 : charged(first.held));
        } finally {
            lock.unlock();
        }
    }

    /// Queries that wait for room now.
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private static long charged(long held) {
        return Math.max(0, held - FREE_BYTES);
    }

    /// What one query holds. Thread-safe.
    public final class Share implements AutoCloseable {
        private final long number;
        private final Runnable check;
        // guarded by lock
        private long held;
        private boolean closed;

        private Share(long number, Runnable check) {
            this.number = number;
            this.check = check;
        }

        /// Takes `more` bytes, for which it may wait, or gives them back where they are negative.
        ///
        /// Throws [BackendException] of kind TOO_LARGE when this query alone wants more than there is, and what
        /// the check throws; what was taken stays taken until the share is closed.
        public void take(long more) {
            lock.lock();
            try {
                if (charged(held + more) > bytes && more > 0) {
                    throw new BackendException(
                            ErrorKind.TOO_LARGE,
                            "query_memory_exceeded",
                            "query needs more than " + bytes + " bytes; ask for less");
                }
                if (!fits(more)) {
                    awaitRoom(more);
                }
                add(more);
            } finally {
                lock.unlock();
            }
        }

        /// Waits until this query can hold `wanted` bytes, or all there are where that is less, and takes what
        /// it lacks.
        public void takeUpTo(long wanted) {
            lock.lock();
            try {
                take(Math.max(0, Math.min(wanted, bytes + FREE_BYTES) - held));
            } finally {
                lock.unlock();
            }
        }

        /// Bytes that this query holds.
        public long held() {
            lock.lock();
            try {
                return held;
            } finally {
                lock.unlock();
            }
        }

        private boolean fits(long more) {
            return more <= 0 || first == this || taken + charged(held + more) - charged(held) <= bytes / 2;
        }

        private void add(long more) {
            if (closed) {
                return;
            }
            if (first != this) {
                taken += charged(held + more) - charged(held);
            }
            held += more;
            if (more < 0) {
                changed.signalAll();
            }
        }

        private void awaitRoom(long more) {
            if (!isNext() && waiting.size() >= mostWaiting) {
                throw BackendException.retry(
                        ErrorKind.RATE_LIMITED,
                        "query_memory_full",
                        "other queries and their answers fill the memory for queries; try again later",
                        Duration.ofSeconds(1));
            }
            waiting.add(this);
            try {
                while (!fits(more)) {
                    if (isNext()) {
                        first = this;
                        taken -= charged(held);
                        changed.signalAll();
                    } else {
                        check.run();
                        boolean _ = changed.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BackendException(ErrorKind.CANCELLED, "query_cancelled", "query cancelled by the caller", e);
            } finally {
                waiting.remove(this);
            }
        }

        /// Whether nobody may take all and nobody older waits to.
        private boolean isNext() {
            return first == null && waiting.stream().noneMatch(other -> other.number < number);
        }

        /// Gives back all of it; a second call does nothing.
        @Override
        public void close() {
            lock.lock();
            try {
                add(-held);
                closed = true;
                if (first == this) {
                    first = null;
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
