package dev.spanflame.profiler;

import java.util.concurrent.atomic.LongAdder;

/// The running counts behind [ProfilerStatistics]. Safe for any thread.
final class Counters {
    final LongAdder recorded = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder sentBytes = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder failed = new LongAdder();

    ProfilerStatistics snapshot() {
        return new ProfilerStatistics(
                recorded.sum(), sent.sum(), sentBytes.sum(), retries.sum(), dropped.sum(), failed.sum());
    }
}
