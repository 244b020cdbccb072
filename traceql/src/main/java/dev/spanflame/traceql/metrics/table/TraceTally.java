package dev.spanflame.traceql.metrics.table;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.metrics.cells.Cells;
import dev.spanflame.traceql.metrics.series.MemoryBudget;

/// `traces()`: traces of which a group has a span. A trace lies whole in one partition.
final class TraceTally implements Tally {
    // How many traces, and in which one a span was seen last: numbered over all partitions, from 1.
    private final Cells<long[]> counts;
    private long traces;

    TraceTally(MemoryBudget budget) {
        counts = Cells.counts(2, budget);
    }

    @Override
    public void add(Batch batch) {
        SpanPartition partition = batch.found().partition();
        int[] groups = batch.groups();
        RowSet rows = batch.found().rows();
        int trace = -1;
        int end = 0;
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            while (row >= end) {
                trace++;
                end = partition.firstRow(trace + 1);
            }
            long number = traces + trace + 1;
            long[] known = counts.of(groups[row]);
            if (known[1] != number) {
                known[1] = number;
                known[0]++;
            }
        }
        traces += partition.traceCount();
    }

    @Override
    public double of(int group) {
        return counts.has(group) ? counts.of(group)[0] : 0;
    }

    @Override
    public boolean isWhole() {
        return true;
    }
}
