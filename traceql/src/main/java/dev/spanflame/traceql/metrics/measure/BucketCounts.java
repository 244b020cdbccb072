package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.metrics.cells.Bucket;
import dev.spanflame.traceql.metrics.cells.Cells;
import dev.spanflame.traceql.metrics.cells.PairNumbers;
import dev.spanflame.traceql.metrics.series.Exemplar;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.plan.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts spans by group and by [Bucket] of an expression's value. What is no number, or below 0, is skipped. Used by
/// one
/// thread.
final class BucketCounts {
    private final Expr field;
    private final TimeAxis axis;
    private final Grouping grouping;
    private final ExemplarPicker exemplars;
    private final PairNumbers cells;
    private final Cells<long[]> all;
    private double unit = 1;

    BucketCounts(Expr field, TimeAxis axis, Grouping grouping, ExemplarPicker exemplars, MemoryBudget budget) {
        this.field = field;
        this.axis = axis;
        this.grouping = grouping;
        this.exemplars = exemplars;
        cells = new PairNumbers(budget);
        all = Cells.counts(axis.count(), budget);
    }

    /// One bucket of one group: its upper bound, durations in seconds, and its counts by interval.
    record Cell(double max, long[] counts, List<Exemplar> exemplars) {}

    /// Counts what a partition has, and gives what adds it, as [Measurer#prepare] does.
    Runnable prepare(FoundRows found) {
        PartBuckets buckets = PartBuckets.of(field, found);
        FoundRows counted = buckets.isComplete() ? found : found.only(buckets.rows());
        PartGroups groups = grouping.in(counted);
        PartPairs pairs = PartPairs.of(counted.rows(), groups, buckets.numbers(), buckets.count());
        PartGroups parts = new PartGroups(
                groups.numbers(),
                pairs.count(),
                pair -> cells.number(groups.global(pairs.first(pair)), buckets.bucket(pairs.second(pair))));
        PartCells counts = new PartCells(counted, parts, axis.count());
        return () -> {
            unit = buckets.hasDurations() ? Bucket.NANOS_IN_SECOND : unit;
            counts.addTo(all);
            exemplars.pick(counted, parts::ofRow, row -> NumberRows.at(row, field, found));
        };
    }

    TimeAxis axis() {
        return axis;
    }

    Grouping grouping() {
        return grouping;
    }

    /// The cells of each group, smallest bucket first.
    Map<Integer, List<Cell>> groups() {
        Map<Integer, TreeMap<Integer, Cell>> sorted = new TreeMap<>();
        for (int cell = 0; cell < cells.size(); cell++) {
            int bucket = cells.second(cell);
            sorted.computeIfAbsent(cells.first(cell), _ -> new TreeMap<>())
                    .put(bucket, new Cell(Bucket.max(bucket) / unit, all.of(cell), exemplars.of(cell)));
        }
        Map<Integer, List<Cell>> groups = new TreeMap<>();
        sorted.forEach((group, byBucket) -> groups.put(group, new ArrayList<>(byBucket.values())));
        return groups;
    }
}
