package dev.spanflame.traceql.metrics.table;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.cells.Cells;
import dev.spanflame.traceql.metrics.cells.PairNumbers;
import dev.spanflame.traceql.metrics.cells.ValueNumbers;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.plan.Expr;

/// `distinct(x)`: different values of an expression, nil not counted. Values of different type differ.
final class DistinctTally implements Tally {
    private final Expr expr;
    private final ValueNumbers values;
    private final PairNumbers seen;
    private final Cells<long[]> counts;

    DistinctTally(Expr expr, MemoryBudget budget) {
        this.expr = expr;
        values = new ValueNumbers(budget);
        seen = new PairNumbers(budget);
        counts = Cells.counts(1, budget);
    }

    @Override
    public void add(Batch batch) {
        int[] groups = batch.groups();
        RowSet rows = batch.found().rows();
        int[] numbers = batch.found().numbers(expr, values);
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            if (numbers[row] > 0) {
                int before = seen.size();
                if (seen.number(groups[row], numbers[row]) == before) {
                    counts.of(groups[row])[0]++;
                }
            }
        }
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
