package dev.spanflame.traceql.metrics.table;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.cells.Cells;
import dev.spanflame.traceql.metrics.series.MemoryBudget;

/// `count()` and `rate()`: spans, or spans in each of `unit` seconds.
final class SpanTally implements Tally {
    private final Cells<long[]> counts;
    private final double unit;
    private final boolean whole;

    private SpanTally(double unit, boolean whole, MemoryBudget budget) {
        this.unit = unit;
        this.whole = whole;
        counts = Cells.counts(1, budget);
    }

    static SpanTally count(MemoryBudget budget) {
        return new SpanTally(1, true, budget);
    }

    static SpanTally rate(double seconds, MemoryBudget budget) {
        return new SpanTally(seconds, false, budget);
    }

    @Override
    public void add(Batch batch) {
        int[] groups = batch.groups();
        RowSet rows = batch.found().rows();
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            counts.of(groups[row])[0]++;
        }
    }

    /// One more than the largest number of a group with spans.
    int groups() {
        return counts.size();
    }

    /// Whether a group has spans.
    boolean has(int group) {
        return counts.has(group);
    }

    @Override
    public double of(int group) {
        return counts.has(group) ? counts.of(group)[0] / unit : 0;
    }

    @Override
    public boolean isWhole() {
        return whole;
    }
}
