package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.cells.Cells;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.plan.Planner;
import dev.spanflame.traceql.syntax.tree.Function;
import dev.spanflame.traceql.syntax.tree.MetricsExpr.Measurement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `rate()`, `count_over_time()`, `sum_over_time` and `avg_over_time` where each span counts as often as
/// [SpanWeights] says. Otherwise as [SpanCounts] and [FieldTotals].
final class WeightedTotals implements Measurer {
    private final Function function;
    private final Optional<Expr> field;
    private final TimeAxis axis;
    private final Grouping grouping;
    private final ExemplarPicker exemplars;
    private final SpanWeights weights;
    // Sums of the weights, and of the weighted numbers.
    private final Cells<double[]> counts;
    private final Cells<double[]> sums;

    WeightedTotals(
            Measurement measurement, TimeAxis axis, Grouping grouping, ExemplarPicker exemplars, MemoryBudget budget) {
        function = measurement.function();
        field = measurement instanceof Measurement.OverField over
                ? Optional.of(Planner.expression(over.field()))
                : Optional.empty();
        this.axis = axis;
        this.grouping = grouping;
        this.exemplars = exemplars;
        weights = new SpanWeights(budget);
        counts = Cells.values(axis.count(), 0, budget);
        sums = Cells.values(axis.count(), 0, budget);
        if (grouping.isEmpty() && field.isEmpty()) {
            counts.of(0);
        }
    }

    @Override
    public void add(FoundRows found) {
        double[] numbers = numbers(found);
        FoundRows counted = NumberRows.only(found, numbers);
        int[] groups = grouping.of(counted);
        double[] weightOf = weights.of(counted);
        int[] intervals = found.intervals();
        RowSet rows = counted.rows();
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            counts.of(groups[row])[intervals[row]] += weightOf[row];
            sums.of(groups[row])[intervals[row]] += weightOf[row] * numbers[row];
        }
        exemplars.pick(counted, row -> groups[row], row -> field.isEmpty() ? Double.NaN : numbers[row]);
    }

    private double[] numbers(FoundRows found) {
        if (field.isPresent()) {
            return NumberRows.of(field.get(), found);
        }
        double[] ones = new double[found.rows().size()];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Override
    public List<Series> finish() {
        List<Series> series = new ArrayList<>();
        for (int group = 0; group < counts.size(); group++) {
            if (counts.has(group)) {
                double[] counted = counts.of(group);
                double[] summed = sums.of(group);
                double[] values = new double[counted.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = value(counted[i], summed[i]);
                }
                series.add(new Series(grouping.labels(group, function.text()), values, exemplars.of(group)));
            }
        }
        return series;
    }

    private double value(double count, double sum) {
        if (field.isEmpty()) {
            return function == Function.RATE ? count / axis.stepSeconds() : count;
        }
        if (count == 0) {
            return Double.NaN;
        }
        return function == Function.AVG_OVER_TIME ? sum / count : sum;
    }
}
