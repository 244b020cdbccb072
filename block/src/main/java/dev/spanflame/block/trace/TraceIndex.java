package dev.spanflame.block.trace;

import dev.spanflame.model.trace.TraceId;
import org.jspecify.annotations.Nullable;

/// Which rows belong to which trace: ids in ascending order, trace `i` has the rows
/// `[firstRows[i], firstRows[i + 1])`. The arrays must not change.
public record TraceIndex(long[] highs, long[] lows, int[] firstRows, int count) {
    /// Heap that each trace takes, in bytes.
    public static final int BYTES_PER_TRACE = 2 * Long.BYTES + Integer.BYTES;

    /// First row of a trace; for `count` the number of all rows.
    public int firstRow(int trace) {
        return firstRows[trace];
    }

    /// The same with rows counted from the first one here.
    public TraceIndex fromZero() {
        int[] rows = new int[count + 1];
        for (int i = 0; i <= count; i++) {
            rows[i] = firstRows[i] - firstRows[0];
        }
        return new TraceIndex(highs, lows, rows, count);
    }

    /// Id of a trace.
    public TraceId id(int trace) {
        return new TraceId(highs[trace], lows[trace]);
    }

    /// Position of the trace with this id; when there is none, `-1 - p` with the position `p` it would have.
    public int find(long high, long low) {
        int from = 0;
        int to = count - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = TraceId.compare(highs[middle], lows[middle], high, low);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return -1 - from;
    }

    /// Where the trace with this id lies; null where there is none.
    public @Nullable TracePlace place(TraceId id) {
        int trace = find(id.high(), id.low());
        return trace < 0 ? null : new TracePlace(id, trace, firstRow(trace), firstRow(trace + 1) - firstRow(trace));
    }

    /// The trace that `row` belongs to.
    public int traceOf(int row) {
        int found = java.util.Arrays.binarySearch(firstRows, 0, count, row);
        return found >= 0 ? found : -2 - found;
    }
}
