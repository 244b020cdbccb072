package dev.spanflame.traceql.search;

import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import java.util.Arrays;

/// The traces of a partition that have an instant in a window, in portions from the newest to the oldest. Used by one
/// thread.
///
/// Each portion is larger than the one before: where most traces match, the first ones say all, and where few do, there
/// are few portions. Traces that start at the same instant are of the same portion.
final class NewestFirst {
    private static final int GROWTH = 4;
    private static final int LEAST = 64;

    private final SpanPartition partition;
    private final int[] traces;
    private final long[] starts;
    private final long[] sorted;
    private int given;
    private int portion;

    /// Of those traces that start at `oldest` or later; `wanted` is how many of them are looked for.
    NewestFirst(SpanPartition partition, TimeRange window, long oldest, int wanted, StopSignal stop) {
        this.partition = partition;
        int[] found = new int[partition.traceCount()];
        long[] times = new long[found.length];
        int count = 0;
        for (int trace = 0; trace < found.length; trace++) {
            stop.poll();
            long start = partition.traceStartNanos(trace);
            if (start >= oldest && window.overlaps(start, partition.traceEndNanos(trace))) {
                found[count] = trace;
                times[count++] = start;
            }
        }
        traces = Arrays.copyOf(found, count);
        starts = Arrays.copyOf(times, count);
        sorted = starts.clone();
        Arrays.sort(sorted);
        portion = (int) Math.clamp(2L * wanted, LEAST, Integer.MAX_VALUE / GROWTH);
    }

    /// Whether there is another portion.
    boolean hasNext() {
        return given < sorted.length;
    }

    /// Latest start in the next portion.
    long newestLeft() {
        return sorted[sorted.length - 1 - given];
    }

    /// All rows of the traces of the next portion.
    RowSet next() {
        long latest = newestLeft();
        int last = Math.min(sorted.length, given + portion) - 1;
        long earliest = sorted[sorted.length - 1 - last];
        RowSet rows = new RowSet(partition.rowCount());
        int taken = 0;
        for (int i = 0; i < traces.length; i++) {
            if (starts[i] >= earliest && starts[i] <= latest) {
                rows.addRange(partition.firstRow(traces[i]), partition.firstRow(traces[i] + 1));
                taken++;
            }
        }
        given += taken;
        portion = Math.min(portion, Integer.MAX_VALUE / GROWTH / GROWTH) * GROWTH;
        return rows;
    }

    /// All rows of all portions.
    RowSet all() {
        RowSet rows = new RowSet(partition.rowCount());
        for (int trace : traces) {
            rows.addRange(partition.firstRow(trace), partition.firstRow(trace + 1));
        }
        return rows;
    }
}
