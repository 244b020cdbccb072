package dev.spanflame.block.trace.scan;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.trace.Cells;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.block.trace.TraceIndex;

/// What is known about each trace of some rows as a whole, and the numbering of its spans as a nested set.
final class TraceFacts {
    private final SpanRows rows;
    private final long[] starts;
    private final long[] ends;
    private final int[] roots;
    private final int[] traceOfRow;
    private int[] lefts = new int[0];
    private int[] childCounts = new int[0];

    TraceFacts(SpanRows rows) {
        this.rows = rows;
        TraceIndex traces = rows.traces();
        starts = new long[traces.count()];
        ends = new long[traces.count()];
        roots = new int[traces.count()];
        traceOfRow = new int[rows.spans().rows()];
        ColumnData start = rows.spans().column(SpanColumn.START);
        ColumnData duration = rows.spans().column(SpanColumn.DURATION);
        for (int trace = 0; trace < traces.count(); trace++) {
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
            for (int row = traces.firstRow(trace); row < traces.firstRow(trace + 1); row++) {
                long begin = Cells.number(start, row, 0);
                traceOfRow[row] = trace;
                first = Math.min(first, begin);
                last = Math.max(last, begin + Cells.number(duration, row, 0));
            }
            starts[trace] = first;
            ends[trace] = last;
            roots[trace] = firstRoot(traces.firstRow(trace), traces.firstRow(trace + 1));
        }
    }

    /// Of the tops of the trace with the rows `[from, to)` the first that is a root, or -1.
    private int firstRoot(int from, int to) {
        for (int top = from; top < to; top += subtreeSize(top)) {
            if (isRoot(top)) {
                return top;
            }
        }
        return -1;
    }

    /// Earliest start in a trace.
    long start(int trace) {
        return starts[trace];
    }

    /// Latest end in a trace.
    long end(int trace) {
        return ends[trace];
    }

    /// Row of the first root of a trace, or -1.
    int root(int trace) {
        return roots[trace];
    }

    /// The trace of each row.
    int[] traceOfRow() {
        return traceOfRow;
    }

    /// Whether the span was sent without a parent.
    boolean isRoot(int row) {
        ColumnData parent = rows.spans().column(SpanColumn.PARENT);
        return parent == null || !parent.presence().has(row);
    }

    /// Row of the parent, or -1.
    int parentRow(int row) {
        long distance = Cells.number(rows.spans().column(SpanColumn.PARENT), row, 0);
        return distance == 0 ? -1 : row - (int) distance;
    }

    /// Position of entry in the depth-first walk from the roots of the trace, from 1; 0 where it does not come.
    int left(int row) {
        if (lefts.length == 0) {
            lefts = numbered();
        }
        return lefts[row];
    }

    /// Position of exit.
    int right(int row) {
        return left(row) == 0 ? 0 : left(row) + 2 * subtreeSize(row) - 1;
    }

    /// Left of the parent, -1 for a root, 0 for a span whose parent is not stored.
    int parentLeft(int row) {
        if (isRoot(row)) {
            return -1;
        }
        int parent = parentRow(row);
        return parent < 0 ? 0 : left(parent);
    }

    /// Number of direct children.
    int childCount(int row) {
        if (childCounts.length == 0) {
            int[] counts = new int[traceOfRow.length];
            for (int i = 0; i < counts.length; i++) {
                int parent = parentRow(i);
                if (parent >= 0) {
                    counts[parent]++;
                }
            }
            childCounts = counts;
        }
        return childCounts[row];
    }

    private int subtreeSize(int row) {
        return (int) Cells.number(rows.spans().column(SpanColumn.SUBTREE_SIZE), row, 1);
    }

    /// A span is entered one step after its parent, or one step after its elder sibling is left.
    private int[] numbered() {
        int[] all = new int[traceOfRow.length];
        int[] next = new int[traceOfRow.length];
        int free = 1;
        for (int row = 0; row < all.length; row++) {
            if (row == rows.traces().firstRow(traceOfRow[row])) {
                free = 1;
            }
            int parent = parentRow(row);
            if (parent >= 0 && all[parent] > 0) {
                all[row] = next[parent];
                next[parent] += 2 * subtreeSize(row);
            } else if (parent < 0 && isRoot(row)) {
                all[row] = free;
                free += 2 * subtreeSize(row);
            }
            next[row] = all[row] + 1;
        }
        return all;
    }
}
