package dev.spanflame.server.config;

import java.time.Duration;

/// Limits of queries.
///
/// @param maxConcurrent Queries that run at once; more wait.
/// @param timeout       Time one query may take, waiting included.
/// @param maxBytes      Memory of all queries together. 0: a quarter of the heap.
/// @param traceSlack    How far outside of a query's window blocks are consulted to complete a trace.
public record Query(int maxConcurrent, Duration timeout, ByteSize maxBytes, Duration traceSlack) {
    /// Checks ranges.
    public Query {
        new Rules()
                .within("max-concurrent", maxConcurrent, 1, 10_000)
                .positive("timeout", timeout)
                .check();
    }

    /// 16 at once, a minute each, an hour of slack.
    public static Query defaults() {
        return new Query(16, Duration.ofMinutes(1), new ByteSize(0), Duration.ofHours(1));
    }
}
