package dev.spanflame.traceql.search;

import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;

/// The traces of a partition that have an instant in a window, in portions from the newest to the oldest. Used by one
/// thread.
///
/// Each portion is larger than the one before: where most traces match, the first ones say all, and where few do, there
/// are few portions. Traces that start at the same instant are of the same portion.
final class NewestFirst {
    private static final int GROWTH = 4;
    private static final int LEAST = 64;

    private final SpanPartition partition;
    private final TimeRange window;
    private final long oldest;
    private final StopSignal stop;
    private final int[] order;
    private int next;
    private int portion;

    /// Of those traces that start at `oldest` or later; `wanted` is how many of them are looked for.
    NewestFirst(SpanPartition partition, TimeRange window, long oldest, int wanted, StopSignal stop) {
        this.partition = partition;
        this.window = window;
        this.oldest = oldest;
        this.stop = stop;
        order = partition.newestFirst();
        portion = (int) Math.clamp(2L * wanted, LEAST, Integer.MAX_VALUE / GROWTH);
        passOverUnwanted();
    }

    /// Whether there is another portion.
    boolean hasNext() {
        return next < order.length;
    }

    /// Latest start in the next portion.
    long newestLeft() {
        return partition.traceStartNanos(order[next]);
    }

    /// All rows of the traces of the next portion.
    RowSet next() {
        RowSet rows = new RowSet(partition.rowCount());
        long last = newestLeft();
        for (int taken = 0; hasNext() && (taken < portion || newestLeft() == last); taken++) {
            last = newestLeft();
            take(rows);
        }
        portion = Math.min(portion, Integer.MAX_VALUE / GROWTH / GROWTH) * GROWTH;
        return rows;
    }

    /// All rows of all portions.
    RowSet all() {
        RowSet rows = new RowSet(partition.rowCount());
        while (hasNext()) {
            take(rows);
        }
        return rows;
    }

    private void take(RowSet rows) {
        int trace = order[next];
        rows.addRange(partition.firstRow(trace), partition.firstRow(trace + 1));
        next++;
        passOverUnwanted();
    }

    private void passOverUnwanted() {
        for (; next < order.length; next++) {
            stop.poll();
            int trace = order[next];
            long start = partition.traceStartNanos(trace);
            if (start < oldest) {
                next = order.length;
                return;
            }
            if (window.overlaps(start, partition.traceEndNanos(trace))) {
                return;
            }
        }
    }
}
