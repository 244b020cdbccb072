package dev.spanflame.querier.gate;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
    private static final int UNIT = 1 << 10;

    private final long bytes;
    private final int units;
    private final Semaphore free;

    /// A budget of `bytes`, of which nothing is taken.
    public HeapBudget(long bytes) {
        this.bytes = bytes;
        this.units = (int) Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        this.free = new Semaphore(units, true);
    }

    /// Bytes of the whole budget.
    public long bytes() {
        return bytes;
    }

    /// Waits for `wanted` bytes and takes them; close what is returned.
    ///
    /// Throws [BackendException] of kind CANCELLED when `cancelled` says so while it waits.
    public Share take(long wanted, BooleanSupplier cancelled) {
        int taken = (int) Math.clamp(wanted / UNIT, 1, units);
        try {
            while (!free.tryAcquire(taken, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                if (cancelled.getAsBoolean()) {
                    throw cancelled();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw cancelled();
        }
        return new Share(taken);
    }

    private static BackendException cancelled() {
        return new BackendException(ErrorKind.CANCELLED, "query_cancelled", "query cancelled by the caller");
    }

    /// What one query took; closing it gives it back. Used by one thread.
    public final class Share implements AutoCloseable {
        private int taken;

        private Share(int taken) {
            this.taken = taken;
        }

        @Override
        public void close() {
            free.release(taken);
            taken = 0;
        }
    }
}
