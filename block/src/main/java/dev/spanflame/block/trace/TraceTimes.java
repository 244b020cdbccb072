package dev.spanflame.block.trace;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.IndexSort;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Earliest start and latest end of each trace of some rows, in nanoseconds since the epoch. Immutable, thread-safe;
/// nobody may change the arrays it gives.
public final class TraceTimes {
    /// Heap that each trace takes, in bytes.
    public static final int BYTES_PER_TRACE = 2 * Long.BYTES + Integer.BYTES;

    private static final long[] NONE = {};

    private final long[] starts;
    private final long[] ends;
    // Written once or several times with the same: who asks first works it out.
    private volatile int @Nullable [] newestFirst;

    /// Both by the number of the trace; they must not be changed from now on.
    public TraceTimes(long[] starts, long[] ends) {
        this.starts = starts;
        this.ends = ends;
    }

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

    /// Earliest starts by the number of the trace.
    public long[] starts() {
        return starts;
    }

    /// Latest ends by the number of the trace.
    public long[] ends() {
        return ends;
    }

    /// The numbers of the traces by their starts, the latest first, equal ones by number.
    public int[] newestFirst() {
        int[] known = newestFirst;
        if (known == null) {
            known = new int[starts.length];
            Arrays.setAll(known, trace -> trace);
            IndexSort.sort(known, known.length, new int[known.length], (a, b) -> Long.compare(starts[b], starts[a]));
            newestFirst = known;
        }
        return known;
    }
}
