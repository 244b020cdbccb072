package dev.spanflame.proto.inflate;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Bytes that all requests in flight may hold together, so that many honest requests at once are asked to come again
/// instead of filling the heap. Thread-safe, without locks.
public final class InFlightBudget {
    /// Never says no.
    public static final InFlightBudget UNBOUNDED = new InFlightBudget(Long.MAX_VALUE / 2, Duration.ofSeconds(1));

    private final long capacity;
    private final Duration retryAfter;
    private final AtomicLong used = new AtomicLong();

    /// A budget of `capacityBytes`; who gets nothing is asked to come again after `retryAfter`.
    public InFlightBudget(long capacityBytes, Duration retryAfter) {
        if (capacityBytes < 1) {
            throw new IllegalArgumentException("capacity is " + capacityBytes + " bytes; expected at least 1");
        }
        this.capacity = capacityBytes;
        this.retryAfter = retryAfter;
    }

    /// Bytes reserved now, for a gauge.
    public long usedBytes() {
        return used.get();
    }

    /// Bytes that can be reserved at once.
    public long capacityBytes() {
        return capacity;
    }

    /// Takes `bytes` and returns true, or takes nothing; who takes so gives back with [#release].
    public boolean tryTake(long bytes) {
        if (used.addAndGet(bytes) > capacity) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /// Gives back what [#tryTake] took.
    public void release(long bytes) {
        used.addAndGet(-bytes);
    }

    /// A reservation of nothing yet.
    public Reservation open() {
        return new Reservation();
    }

    /// A reservation of `bytes`, the announced size of a request. Throws as [Reservation#grow].
    public Reservation reserve(long bytes) {
        Reservation reservation = new Reservation();
        reservation.grow(bytes);
        return reservation;
    }

    /// What one request holds; closing gives all of it back. Used by one thread at a time.
    public final class Reservation implements AutoCloseable {
        private long held;

        private Reservation() {}

        /// Reserves `bytes` more, before they are allocated.
        ///
        /// Throws [BackendException] of kind UNAVAILABLE, with a time to wait, when other requests hold
        /// too much, and of kind TOO_LARGE when the request would not fit alone.
        public void grow(long bytes) {
            if (held + bytes > capacity) {
                throw new BackendException(
                        ErrorKind.TOO_LARGE,
                        "larger_than_memory_budget",
                        "request needs more than the " + capacity
                                + " bytes that all requests may hold; send smaller batches");
            }
            long now = used.addAndGet(bytes);
            if (now > capacity) {
                used.addAndGet(-bytes);
                throw BackendException.retry(
                        ErrorKind.UNAVAILABLE,
                        "memory_budget",
                        "requests in flight hold all of the " + capacity + " bytes they may; try again later",
                        retryAfter);
            }
            held += bytes;
        }

        /// Gives back `bytes` of what is held.
        public void shrink(long bytes) {
            if (bytes > held) {
                throw new IllegalArgumentException("holds " + held + " bytes, cannot give back " + bytes);
            }
            held -= bytes;
            used.addAndGet(-bytes);
        }

        /// Bytes held.
        public long heldBytes() {
            return held;
        }

        /// Gives everything back; further calls do nothing.
        @Override
        public void close() {
            used.addAndGet(-held);
            held = 0;
        }
    }
}
