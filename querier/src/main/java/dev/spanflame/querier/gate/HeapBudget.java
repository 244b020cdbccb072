package dev.spanflame.querier.gate;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Heap that queries share: each says what it is going to take and waits until there is that much.
/// Thread-safe.
///
/// Those that wait are let in by order of arrival. A query that wants more than there is gets all of it,
/// alone.
///
/// ```java
/// try (HeapBudget.Share share = budget.take(bytes, caller.cancelled())) {
///     ... work ...
/// }
/// ```
public final class HeapBudget {
    private static final long LOOK_EVERY_MILLIS = 50;

    private final long bytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private long free;

    /// A budget of `bytes`, of which nothing is taken.
    public HeapBudget(long bytes) {
        this.bytes = Math.max(1, bytes);
        this.free = this.bytes;
    }

    private record Waiting(long wanted, CountDownLatch turn) {}

    /// Bytes of the whole budget.
    public long bytes() {
        return bytes;
    }

    /// Waits for `wanted` bytes and takes them; close what is returned.
    ///
    /// Throws [BackendException] of kind CANCELLED when `cancelled` says so while it waits.
    public Share take(long wanted, BooleanSupplier cancelled) {
        Waiting waiting = new Waiting(Math.clamp(wanted, 1, bytes), new CountDownLatch(1));
        lock.lock();
        try {
            queue.addLast(waiting);
            letIn();
        } finally {
            lock.unlock();
        }
        await(waiting, cancelled);
        return new Share(waiting.wanted());
    }

    private void await(Waiting waiting, BooleanSupplier cancelled) {
        boolean hasTurn = false;
        try {
            while (!waiting.turn().await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                if (cancelled.getAsBoolean()) {
                    throw new BackendException(ErrorKind.CANCELLED, "query_cancelled", "query cancelled by the caller");
                }
            }
            hasTurn = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException(ErrorKind.CANCELLED, "query_cancelled", "query cancelled by the caller", e);
        } finally {
            if (!hasTurn) {
                giveUp(waiting);
            }
        }
    }

    /// Leaves the queue, or gives back what came at the last moment.
    private void giveUp(Waiting waiting) {
        lock.lock();
        try {
            if (!queue.remove(waiting)) {
                free += waiting.wanted();
            }
            letIn();
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(long taken) {
        lock.lock();
        try {
            free += taken;
            letIn();
        } finally {
            lock.unlock();
        }
    }

    private void letIn() {
        while (!queue.isEmpty() && queue.peekFirst().wanted() <= free) {
            Waiting next = queue.removeFirst();
            free -= next.wanted();
            next.turn().countDown();
        }
    }

    /// What one query took; closing it gives it back. Used by one thread.
    public final class Share implements AutoCloseable {
        private long taken;

        private Share(long taken) {
            this.taken = taken;
        }

        @Override
        public void close() {
            giveBack(taken);
            taken = 0;
        }
    }
}
