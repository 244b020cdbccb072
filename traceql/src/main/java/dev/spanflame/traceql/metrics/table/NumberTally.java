package dev.spanflame.traceql.metrics.table;

import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.syntax.tree.TableExpr.Measure;

/// `avg(x)`, `min(x)`, `max(x)` and `sum(x)`: what is no number is skipped.
final class NumberTally implements Tally {
    private final Measure measure;
    private final Expr expr;
    private final NumberCells cells;
    private boolean seconds;

    NumberTally(Measure measure, Expr expr, MemoryBudget budget) {
        this.measure = measure;
        this.expr = expr;
        cells = new NumberCells(budget);
    }

    @Override
    public void add(Batch batch) {
        seconds |= batch.read(expr, cells::add);
    }

    @Override
    public double of(int group) {
        if (!cells.has(group)) {
            return Double.NaN;
        }
        return switch (measure) {
            case AVG -> cells.sum(group) / cells.count(group);
            case MIN -> cells.least(group);
            case MAX -> cells.most(group);
            case SUM -> cells.sum(group);
            case COUNT, RATE, TRACES, DISTINCT, QUANTILE ->
                throw new IllegalStateException("no total of numbers: " + measure);
        };
    }

    @Override
    public boolean isWhole() {
        return false;
    }

    @Override
    public boolean isSeconds() {
        return seconds;
    }
}
