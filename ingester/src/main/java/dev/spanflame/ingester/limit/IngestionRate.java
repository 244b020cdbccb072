package dev.spanflame.ingester.limit;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Bytes that each tenant may send, as a token bucket: `rate` a second on average, `burst` at once.
/// Thread-safe.
public final class IngestionRate {
    private final long rate;
    private final long burst;
    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<Tenant, Bucket> buckets = new ConcurrentHashMap<>();

    /// `bytesPerSecond` 0 means no limit. `nanoTime` is a monotonic clock.
    public IngestionRate(long bytesPerSecond, long burstBytes, LongSupplier nanoTime) {
        this.rate = bytesPerSecond;
        this.burst = burstBytes;
        this.nanoTime = nanoTime;
    }

    /// Takes `bytes` from the tenant's bucket.
    ///
    /// Throws [BackendException] of kind RATE_LIMITED that says when there will be enough, or of kind
    /// TOO_LARGE when there never is.
    public void take(Tenant tenant, long bytes) {
        if (rate == 0) {
            return;
        }
        if (bytes > burst) {
            throw new BackendException(
                    ErrorKind.TOO_LARGE,
                    "larger_than_burst",
                    "the request has " + bytes + " bytes and tenant " + tenant + " may send " + burst
                            + " at once (limits.ingestion-burst); send smaller batches");
        }
        Bucket bucket = buckets.computeIfAbsent(tenant, _ -> new Bucket(nanoTime.getAsLong()));
        long waitNanos = bucket.take(bytes);
        if (waitNanos > 0) {
            throw BackendException.retry(
                    ErrorKind.RATE_LIMITED,
                    "ingestion_rate",
                    "tenant " + tenant + " sends more than its " + rate
                            + " bytes a second (limits.ingestion-rate); send again later",
                    Duration.ofNanos(waitNanos));
        }
    }

    private final class Bucket {
        private final ReentrantLock lock = new ReentrantLock();
        private double tokens = burst;
        private long filled;

        Bucket(long now) {
            this.filled = now;
        }

        /// Takes the bytes and returns 0, or takes nothing and returns how long to wait.
        long take(long bytes) {
            lock.lock();
            try {
                long now = nanoTime.getAsLong();
                tokens = Math.min(burst, tokens + (now - filled) / 1e9 * rate);
                filled = now;
                if (tokens >= bytes) {
                    tokens -= bytes;
                    return 0;
                }
                return Math.max(1, (long) Math.ceil((bytes - tokens) / rate * 1e9));
            } finally {
                lock.unlock();
            }
        }
    }
}
