package dev.spanflame.ingester.live;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Bytes that all live data of the process may take. Thread-safe, without locks.
public final class LiveMemory {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final long capacity;
    private final AtomicLong used = new AtomicLong();

    /// At most `capacityBytes`.
    public LiveMemory(long capacityBytes) {
        this.capacity = capacityBytes;
    }

    /// Bytes in use.
    public long usedBytes() {
        return used.get();
    }

    /// Bytes that may be in use.
    public long capacityBytes() {
        return capacity;
    }

    /// Takes `bytes` before anything is kept.
    ///
    /// Throws [BackendException] of kind UNAVAILABLE while there is no room, of kind TOO_LARGE when there
    /// never is.
    void reserve(long bytes) {
        if (bytes > capacity) {
            throw new BackendException(
                    ErrorKind.TOO_LARGE,
                    "larger_than_live_memory",
                    "the request needs up to " + bytes + " bytes of memory and all live data may take " + capacity
                            + "; send smaller batches");
        }
        if (used.addAndGet(bytes) > capacity) {
            used.addAndGet(-bytes);
            throw BackendException.retry(
                    ErrorKind.UNAVAILABLE,
                    "live_memory_full",
                    "live data fills the " + capacity + " bytes it may take until a flush made room; send again later",
                    RETRY_AFTER);
        }
    }

    /// Corrects the account by `bytes`, positive or negative.
    void settle(long bytes) {
        used.addAndGet(bytes);
    }
}
