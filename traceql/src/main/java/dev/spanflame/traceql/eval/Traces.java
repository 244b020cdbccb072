package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import java.util.Arrays;

/// From rows to traces and back.
public final class Traces {
    private Traces() {}

    /// Index of the trace that `row` belongs to.
    public static int of(SpanPartition partition, int row) {
        int low = 0;
        int high = partition.traceCount() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (partition.firstRow(middle) <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /// Adds all rows of the traces that have a row in `rows`: a new set.
    static RowSet spread(SpanPartition partition, RowSet rows) {
        RowSet out = new RowSet(rows.size());
        int row = rows.next(0);
        while (row >= 0) {
            int trace = of(partition, row);
            int end = partition.firstRow(trace + 1);
            out.addRange(partition.firstRow(trace), end);
            row = rows.next(end);
        }
        return out;
    }

    /// The rows of `set` within `[from, to)`, each less `offset`.
    public static int[] rows(RowSet set, int from, int to, int offset) {
        int[] rows = new int[16];
        int size = 0;
        for (int row = set.next(from); row >= 0 && row < to; row = set.next(row + 1)) {
            if (size == rows.length) {
                rows = Arrays.copyOf(rows, size * 2);
            }
            rows[size++] = row - offset;
        }
        return Arrays.copyOf(rows, size);
    }
}
