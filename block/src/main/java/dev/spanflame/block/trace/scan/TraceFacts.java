package dev.spanflame.block.trace.scan;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.TraceTimes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What is known about each trace of some rows as a whole, and the places of its spans in the tree. Each fact is worked
/// out when it is first asked for, for all rows. Used by one thread at a time.
final class TraceFacts {
    private static final long[] NONE = {};

    private final SpanRows rows;
    private final int rowCount;
    private @Nullable TraceTimes times;
    private @Nullable ColumnData parents;
    private boolean hasParents;
    private long @Nullable [] sizes;
    private int @Nullable [] parentRows;
    private int @Nullable [] traceOfRow;
    private int @Nullable [] lefts;
    private int @Nullable [] childCounts;

    TraceFacts(SpanRows rows) {
        this.rows = rows;
        rowCount = rows.spans().rows();
    }

    /// Earliest start in a trace.
    long start(int trace) {
        return times().starts()[trace];
    }

    /// Latest end in a trace.
    long end(int trace) {
        return times().ends()[trace];
    }

    /// Traces by their starts, the latest first.
    int[] newestFirst() {
        return times().newestFirst();
    }

    private TraceTimes times() {
        TraceTimes known = times;
        if (known == null) {
            known = rows.times();
            times = known;
        }
        return known;
    }

    /// Row of the first root of a trace, or -1.
    int root(int trace) {
        int end = rows.traces().firstRow(trace + 1);
        for (int top = rows.traces().firstRow(trace); top < end; top += subtreeSize(top)) {
            if (isRoot(top)) {
                return top;
            }
        }
        return -1;
    }

    /// The trace of each row.
    int[] traceOfRow() {
        int[] known = traceOfRow;
        if (known == null) {
            TraceIndex traces = rows.traces();
            known = new int[rowCount];
            for (int trace = 0; trace < traces.count(); trace++) {
                Arrays.fill(known, traces.firstRow(trace), traces.firstRow(trace + 1), trace);
            }
            traceOfRow = known;
        }
        return known;
    }

    /// Whether the span was sent without a parent. Hot path.
    boolean isRoot(int row) {
        ColumnData column = parents();
        return column == null || !column.presence().has(row);
    }

    private @Nullable ColumnData parents() {
        if (!hasParents) {
            parents = rows.spans().column(SpanColumn.PARENT);
            hasParents = true;
        }
        return parents;
    }

    /// Row of the parent, or -1. Hot path.
    int parentRow(int row) {
        return parentRows()[row];
    }

    private int[] parentRows() {
        int[] known = parentRows;
        if (known == null) {
            known = new int[rowCount];
            ColumnData column = parents();
            long[] distances = longs(column);
            int at = 0;
            for (int row = 0; row < rowCount; row++) {
                boolean has = column != null && column.presence().has(row);
                long distance = has ? distances[at++] : 0;
                known[row] = distance == 0 ? -1 : row - (int) distance;
            }
            parentRows = known;
        }
        return known;
    }

    /// Number of rows of the span and its descendants. Hot path.
    int subtreeSize(int row) {
        long[] known = sizes;
        if (known == null) {
            known = longs(rows.spans().column(SpanColumn.SUBTREE_SIZE));
            sizes = known;
        }
        return (int) known[row];
    }

    /// Position of entry in the depth-first walk from the roots of the trace, from 1; 0 where it does not come.
    int left(int row) {
        int[] known = lefts;
        if (known == null) {
            known = numbered();
            lefts = known;
        }
        return known[row];
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
        int[] known = childCounts;
        if (known == null) {
            known = new int[rowCount];
            for (int parent : parentRows()) {
                if (parent >= 0) {
                    known[parent]++;
                }
            }
            childCounts = known;
        }
        return known[row];
    }

    /// A span is entered one step after its parent, or one step after its elder sibling is left.
    private int[] numbered() {
        int[] all = new int[rowCount];
        int[] next = new int[rowCount];
        for (int trace = 0; trace < rows.traces().count(); trace++) {
            int free = 1;
            for (int row = rows.traces().firstRow(trace); row < rows.traces().firstRow(trace + 1); row++) {
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
        }
        return all;
    }

    private static long[] longs(@Nullable ColumnData column) {
        return column == null ? NONE : ((ColumnValues.Longs) column.values()).values();
    }
}
