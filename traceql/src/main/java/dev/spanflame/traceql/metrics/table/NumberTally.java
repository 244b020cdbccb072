package dev.spanflame.traceql.metrics.table;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.measure.Cells;
import dev.spanflame.traceql.metrics.measure.NumberRows;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.syntax.tree.TableExpr.Measure;

/// `avg(x)`, `min(x)`, `max(x)` and `sum(x)`: what is no number is skipped.
final class NumberTally implements Tally {
    private static final int COUNT = 0;
    private static final int SUM = 1;
    // What rounding took from the sum (Neumaier): the order of spans does not show in the last digits.
    private static final int LOST = 2;
    private static final int LEAST = 3;
    private static final int MOST = 4;

    private final Measure measure;
    private final Expr expr;
    private final Cells<double[]> cells;
    private boolean seconds;

    NumberTally(Measure measure, Expr expr, MemoryBudget budget) {
        this.measure = measure;
        this.expr = expr;
        cells = Cells.values(MOST + 1, 0, budget);
    }

    @Override
    public void add(Batch batch) {
        NumberRows read = batch.numbers(expr);
        seconds |= read.hasDurations();
        double[] numbers = read.values();
        int[] groups = batch.groups();
        RowSet rows = batch.found().rows();
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            if (!Double.isNaN(numbers[row])) {
                add(cells.of(groups[row]), numbers[row]);
            }
        }
    }

    private static void add(double[] cell, double number) {
        boolean first = cell[COUNT]++ == 0;
        cell[LEAST] = first ? number : Math.min(cell[LEAST], number);
        cell[MOST] = first ? number : Math.max(cell[MOST], number);
        double known = cell[SUM];
        double sum = known + number;
        cell[LOST] += Math.abs(known) >= Math.abs(number) ? known - sum + number : number - sum + known;
        cell[SUM] = sum;
    }

    @Override
    public double of(int group) {
        if (!cells.has(group)) {
            return Double.NaN;
        }
        double[] cell = cells.of(group);
        double sum = Double.isFinite(cell[SUM]) ? cell[SUM] + cell[LOST] : cell[SUM];
        return switch (measure) {
            case AVG -> sum / cell[COUNT];
            case MIN -> cell[LEAST];
            case MAX -> cell[MOST];
            case SUM -> sum;
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
