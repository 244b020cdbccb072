package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.syntax.tree.Function;
import java.util.ArrayList;
import java.util.List;

/// `min_over_time`, `max_over_time`, `sum_over_time` and `avg_over_time`: what is no number is skipped; an interval
/// without numbers has no value.
final class FieldTotals implements Measurer {
    private final Kind kind;
    private final Grouping grouping;
    private final ExemplarPicker exemplars;
    private final Cells<long[]> counts;
    private final Cells<double[]> totals;
    // What rounding took from the sums (Neumaier): the order of spans does not show in the last digits.
    private final Cells<double[]> lost;
    private final boolean least;
    private final boolean most;

    /// One of the four functions, and what it is of.
    record Kind(Function function, Expr field) {}

    FieldTotals(Kind kind, TimeAxis axis, Grouping grouping, ExemplarPicker exemplars, MemoryBudget budget) {
        this.kind = kind;
        this.grouping = grouping;
        this.exemplars = exemplars;
        least = kind.function() == Function.MIN_OVER_TIME;
        most = kind.function() == Function.MAX_OVER_TIME;
        counts = Cells.counts(axis.count(), budget);
        totals = Cells.values(axis.count(), least || most ? Double.NaN : 0, budget);
        lost = Cells.values(axis.count(), 0, budget);
    }

    @Override
    public void add(FoundRows found) {
        int[] groups = grouping.of(found);
        double[] numbers = NumberRows.of(kind.field(), found);
        int[] intervals = found.intervals();
        RowSet rows = found.rows();
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            double number = numbers[row];
            if (Double.isNaN(number)) {
                groups[row] = -1;
            } else if (least || most) {
                extreme(totals.of(groups[row]), intervals[row], number);
            } else {
                sum(groups[row], intervals[row], number);
            }
        }
        exemplars.pick(found, groups, numbers);
    }

    private void extreme(double[] values, int interval, double number) {
        double known = values[interval];
        boolean replaced = Double.isNaN(known) || (least ? number < known : number > known);
        if (replaced) {
            values[interval] = number;
        }
    }

    private void sum(int group, int interval, double number) {
        counts.of(group)[interval]++;
        double[] values = totals.of(group);
        double known = values[interval];
        double sum = known + number;
        lost.of(group)[interval] += Math.abs(known) >= Math.abs(number) ? known - sum + number : number - sum + known;
        values[interval] = sum;
    }

    @Override
    public List<Series> finish() {
        List<Series> series = new ArrayList<>();
        for (int group = 0; group < totals.size(); group++) {
            if (totals.has(group)) {
                double[] values = totals.of(group);
                double[] finished = least || most ? values : finished(group, values);
                series.add(new Series(grouping.labels(group, kind.function().text()), finished, exemplars.of(group)));
            }
        }
        return series;
    }

    private double[] finished(int group, double[] sums) {
        long[] counted = counts.of(group);
        double[] rounding = lost.of(group);
        double[] values = new double[sums.length];
        for (int i = 0; i < values.length; i++) {
            // An infinite sum has lost what is no number.
            double sum = Double.isFinite(sums[i]) ? sums[i] + rounding[i] : sums[i];
            boolean average = kind.function() == Function.AVG_OVER_TIME;
            values[i] = counted[i] == 0 ? Double.NaN : average ? sum / counted[i] : sum;
        }
        return values;
    }
}
