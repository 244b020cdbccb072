package dev.spanflame.server.edge;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// What one request holds of a [ByteBudget]: grows while its body arrives and inflates, and is given back
/// once when the request is over. Thread-safe.
public final class Reservation implements AutoCloseable {
    private final ByteBudget budget;
    private final ReentrantLock lock = new ReentrantLock();
    private long held;
    private boolean closed;
    private Runnable whenClosed = () -> {};

    /// Holds nothing yet.
    public Reservation(ByteBudget budget) {
        this.budget = budget;
    }

    /// Takes `bytes` more.
    ///
    /// Throws [BackendException] of kind UNAVAILABLE when the budget has no room, and takes nothing then.
    public void grow(long bytes) {
        lock.lock();
        try {
            if (closed) {
                throw new BackendException(ErrorKind.CANCELLED, "caller_gone", "the request is over");
            }
            if (!budget.tryReserve(bytes)) {
                throw BackendException.retry(
                        ErrorKind.UNAVAILABLE,
                        "in_flight_bytes",
                        "the requests being received fill the memory set aside for them; retry later",
                        Duration.ofSeconds(1));
            }
            held += bytes;
        } finally {
            lock.unlock();
        }
    }

    /// Gives `bytes` of what is held back.
    public void shrink(long bytes) {
        lock.lock();
        try {
            if (!closed) {
                budget.release(bytes);
                held -= bytes;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Runs `action`, which must not block, when the request is over; at once where it is over already.
    public void onClose(Runnable action) {
        lock.lock();
        try {
            if (!closed) {
                whenClosed = action;
                return;
            }
        } finally {
            lock.unlock();
        }
        action.run();
    }

    /// Whether the request is over.
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Gives everything back; a second call does nothing.
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                budget.release(held);
                held = 0;
                whenClosed.run();
            }
        } finally {
            lock.unlock();
        }
    }
}
