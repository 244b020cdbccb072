package dev.spanflame.profiler;

import java.time.Duration;

/// What is sampled, and how often. Zero turns a kind off; at least one is on.
///
/// @param cpuInterval CPU time between two samples of a thread; at least 100 microseconds
/// @param allocationBytes bytes allocated between two samples
/// @param lockThreshold shortest wait for a lock that is recorded
public record Sampling(Duration cpuInterval, long allocationBytes, Duration lockThreshold) {
    private static final Duration SHORTEST_INTERVAL = Duration.ofNanos(100_000);

    /// A hundred CPU samples a second, an allocation sample every 512 KiB, waits of 10 ms and longer.
    public static final Sampling DEFAULT = new Sampling(Duration.ofMillis(10), 512 * 1024, Duration.ofMillis(10));

    /// Checks the ranges.
    public Sampling {
        if (cpuInterval.isNegative()
                || !cpuInterval.isZero() && cpuInterval.compareTo(SHORTEST_INTERVAL) < 0
                || allocationBytes < 0
                || lockThreshold.isNegative()) {
            throw new IllegalArgumentException("sampling is out of range: cpu interval " + cpuInterval
                    + " (zero, or at least " + SHORTEST_INTERVAL + "), allocation bytes " + allocationBytes
                    + ", lock threshold " + lockThreshold + " (zero or more)");
        }
        if (cpuInterval.isZero() && allocationBytes == 0 && lockThreshold.isZero()) {
            throw new IllegalArgumentException("nothing would be sampled: set an interval, bytes or a threshold");
        }
    }

    /// CPU samples a second, 0 when CPU is not sampled.
    int cpuRate() {
        return cpuInterval.isZero() ? 0 : (int) Math.max(1, Math.round(1e9 / cpuInterval.toNanos()));
    }
}
