package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.metrics.cells.Cells;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.syntax.tree.Function;
import java.util.ArrayList;
import java.util.List;

/// `rate()` and `count_over_time()`. An interval without spans is 0, and so is an ungrouped series without any.
final class SpanCounts implements Measurer.Prepared {
    private final Function function;
    private final TimeAxis axis;
    private final Grouping grouping;
    private final ExemplarPicker exemplars;
    private final Cells<long[]> counts;

    SpanCounts(Function function, TimeAxis axis, Grouping grouping, ExemplarPicker exemplars, MemoryBudget budget) {
        this.function = function;
        this.axis = axis;
        this.grouping = grouping;
        this.exemplars = exemplars;
        counts = Cells.counts(axis.count(), budget);
        if (grouping.isEmpty()) {
            counts.of(0);
        }
    }

    @Override
    public Runnable prepare(FoundRows found) {
        PartGroups groups = grouping.in(found);
        PartCells cells = new PartCells(found, groups, axis.count());
        return () -> {
            cells.addTo(counts);
            exemplars.pick(found, groups::ofRow, _ -> Double.NaN);
        };
    }

    @Override
    public List<Series> finish() {
        double unit = function == Function.RATE ? axis.stepSeconds() : 1;
        List<Series> series = new ArrayList<>();
        for (int group = 0; group < counts.size(); group++) {
            if (counts.has(group)) {
                long[] counted = counts.of(group);
                double[] values = new double[counted.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = counted[i] / unit;
                }
                series.add(new Series(grouping.labels(group, function.text()), values, exemplars.of(group)));
            }
        }
        return series;
    }
}
