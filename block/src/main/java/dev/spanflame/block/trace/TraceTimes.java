package dev.spanflame.block.trace;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import org.jspecify.annotations.Nullable;

/// Earliest start and latest end of each trace of some rows, in nanoseconds since the epoch. Nobody may change the
/// arrays.
public record TraceTimes(long[] starts, long[] ends) {
    private static final long[] NONE = {};

    /// Of all traces of `rows`, worked out from their spans; an end beyond the last instant is that instant.
    public static TraceTimes of(SpanRows rows) {
        TraceIndex traces = rows.traces();
        long[] begins = values(rows.spans().column(SpanColumn.START));
        long[] durations = values(rows.spans().column(SpanColumn.DURATION));
        long[] starts = new long[traces.count()];
        long[] ends = new long[traces.count()];
        for (int trace = 0; trace < starts.length; trace++) {
            long start = Long.MAX_VALUE;
            long end = Long.MIN_VALUE;
            for (int row = traces.firstRow(trace); row < traces.firstRow(trace + 1); row++) {
                long finish = begins[row] + durations[row];
                start = Math.min(start, begins[row]);
                end = Math.max(end, finish < begins[row] ? Long.MAX_VALUE : finish);
            }
            starts[trace] = start;
            ends[trace] = end;
        }
        return new TraceTimes(starts, ends);
    }

    /// A column that every row has a value in; null only where there are no rows.
    private static long[] values(@Nullable ColumnData data) {
        return data == null ? NONE : ((ColumnValues.Longs) data.values()).values();
    }
}
