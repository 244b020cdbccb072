package dev.spanflame.querier.gate;

import java.time.Duration;

/// Bounds of all queries of this process.
///
/// `maxConcurrent` queries run at once; `maxWaitingPerTenant` of each caller may wait. A query, its waiting counted,
/// ends after `timeout`. `maxResultBytes` bounds what one of them may take in memory until its answer is with the
/// caller; all others together have half as much.
public record QueryLimits(int maxConcurrent, int maxWaitingPerTenant, Duration timeout, long maxResultBytes) {
    /// Throws [IllegalArgumentException] for numbers below 1.
    public QueryLimits {
        if (maxConcurrent < 1 || maxWaitingPerTenant < 1 || timeout.toNanos() < 1 || maxResultBytes < 1) {
            throw new IllegalArgumentException("query limits " + maxConcurrent + " at once, " + maxWaitingPerTenant
                    + " waiting, " + timeout + ", " + maxResultBytes + " bytes; expected 1 or more of each");
        }
    }

    /// Two queries for each processor, 200 waiting for each tenant, two minutes, 256 MiB.
    public static QueryLimits defaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new QueryLimits(2 * processors, 200, Duration.ofMinutes(2), 256L << 20);
    }
}
