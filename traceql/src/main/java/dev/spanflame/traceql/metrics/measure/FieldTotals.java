package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.cells.Cells;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.syntax.tree.Function;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `min_over_time`, `max_over_time`, `sum_over_time` and `avg_over_time`: what is no number is skipped; an interval
/// without numbers has no value.
final class FieldTotals implements Measurer.Prepared {
    private final Kind kind;
    private final Grouping grouping;
    private final ExemplarPicker exemplars;
    private final Cells<long[]> counts;
    private final Cells<double[]> totals;
    // What rounding took from the sums (Neumaier): the order of spans does not show in the last digits.
    private final Cells<double[]> lost;
    private final int slots;
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
        slots = axis.count();
        counts = Cells.counts(axis.count(), budget);
        totals = Cells.values(axis.count(), least || most ? Double.NaN : 0, budget);
        lost = Cells.values(axis.count(), 0, budget);
    }

    @Override
    public Runnable prepare(FoundRows found) {
        double[] numbers = NumberRows.of(kind.field(), found);
        FoundRows counted = NumberRows.only(found, numbers);
        PartGroups groups = grouping.in(counted);
        Runnable addition = least || most ? extremes(counted, groups, numbers) : sums(counted, groups, numbers);
        return () -> {
            addition.run();
            exemplars.pick(counted, groups::ofRow, row -> numbers[row]);
        };
    }

    private Runnable extremes(FoundRows found, PartGroups groups, double[] numbers) {
        int[] intervals = found.intervals();
        if (!PartCells.isDense(found, groups, slots)) {
            return () -> found.eachRow(row -> extreme(totals.of(groups.ofRow(row)), intervals[row], numbers[row]));
        }
        double[] part = new double[groups.count() * slots];
        Arrays.fill(part, Double.NaN);
        int[] groupOf = groups.numbers();
        RowSet rows = found.rows();
        for (int start = rows.next(0); start >= 0; ) {
            int end = rows.gap(start);
            for (int row = start; row < end; row++) {
                extreme(part, groupOf[row] * slots + intervals[row], numbers[row]);
            }
            start = rows.next(end);
        }
        return () -> {
            for (int at = 0; at < part.length; at++) {
                if (!Double.isNaN(part[at])) {
                    extreme(totals.of(groups.global(at / slots)), at % slots, part[at]);
                }
            }
        };
    }

    private void extreme(double[] values, int at, double number) {
        double known = values[at];
        boolean replaced = Double.isNaN(known) || (least ? number < known : number > known);
        if (replaced) {
            values[at] = number;
        }
    }

    private Runnable sums(FoundRows found, PartGroups groups, double[] numbers) {
        int[] intervals = found.intervals();
        if (!PartCells.isDense(found, groups, slots)) {
            return () -> found.eachRow(row -> {
                int group = groups.ofRow(row);
                counts.of(group)[intervals[row]]++;
                sum(totals.of(group), lost.of(group), intervals[row], numbers[row]);
            });
        }
        PartCells counted = new PartCells(found, groups, slots);
        double[] part = new double[groups.count() * slots];
        double[] lostOfPart = new double[part.length];
        int[] groupOf = groups.numbers();
        RowSet rows = found.rows();
        for (int start = rows.next(0); start >= 0; ) {
            int end = rows.gap(start);
            for (int row = start; row < end; row++) {
                sum(part, lostOfPart, groupOf[row] * slots + intervals[row], numbers[row]);
            }
            start = rows.next(end);
        }
        return () -> {
            counted.addTo(counts);
            for (int at = 0; at < part.length; at++) {
                if (counted.count(at) > 0) {
                    int group = groups.global(at / slots);
                    double[] rounding = lost.of(group);
                    sum(totals.of(group), rounding, at % slots, part[at]);
                    rounding[at % slots] += lostOfPart[at];
                }
            }
        };
    }

    private static void sum(double[] values, double[] rounding, int at, double number) {
        double known = values[at];
        double sum = known + number;
        rounding[at] += Math.abs(known) >= Math.abs(number) ? known - sum + number : number - sum + known;
        values[at] = sum;
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
