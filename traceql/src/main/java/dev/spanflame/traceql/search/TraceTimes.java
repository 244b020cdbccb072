package dev.spanflame.traceql.search;

import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.fetch.SpanPartition;

/// Earliest start and latest end of a trace, in nanoseconds since the epoch.
record TraceTimes(long start, long end) {
    /// Those of trace `trace`.
    static TraceTimes of(SpanPartition partition, int trace, StopSignal stop) {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (int row = partition.firstRow(trace); row < partition.firstRow(trace + 1); row++) {
            stop.poll();
            long begin = partition.startNanos(row);
            long finish = begin + partition.durationNanos(row);
            start = Math.min(start, begin);
            end = Math.max(end, finish < begin ? Long.MAX_VALUE : finish);
        }
        return new TraceTimes(start, end);
    }
}
