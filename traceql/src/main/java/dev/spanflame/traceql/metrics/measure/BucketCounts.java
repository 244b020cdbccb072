package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.fetch.NumberSink;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.series.Exemplar;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.plan.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts spans by group and by [Bucket] of an expression's value. What is no number, or below 0, is skipped. Used by
/// one
/// thread.
final class BucketCounts {
    private final Expr field;
    private final TimeAxis axis;
    private final Grouping grouping;
    private final ExemplarPicker exemplars;
    private final PairNumbers cells;
    private final Cells<long[]> counts;
    private double unit = 1;

    BucketCounts(Expr field, TimeAxis axis, Grouping grouping, ExemplarPicker exemplars, MemoryBudget budget) {
        this.field = field;
        this.axis = axis;
        this.grouping = grouping;
        this.exemplars = exemplars;
        cells = new PairNumbers(budget);
        counts = Cells.counts(axis.count(), budget);
    }

    /// One bucket of one group: its upper bound, durations in seconds, and its counts by interval.
    record Cell(double max, long[] counts, List<Exemplar> exemplars) {}

    void add(FoundRows found) {
        int[] groups = grouping.of(found);
        Buckets buckets = new Buckets(found.rows().size());
        found.read(field, buckets);
        unit = buckets.durations ? Bucket.NANOS_IN_SECOND : unit;
        int[] ofRow = buckets.numbers;
        int[] intervals = found.intervals();
        RowSet rows = found.rows();
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            int cell = ofRow[row] == Bucket.NONE ? -1 : cells.number(groups[row], ofRow[row]);
            groups[row] = cell;
            if (cell >= 0) {
                counts.of(cell)[intervals[row]]++;
            }
        }
        pick(found, groups);
    }

    private void pick(FoundRows found, int[] cellOfRow) {
        double @Nullable [][] numbers = new double[1][];
        exemplars.pick(found, new ExemplarPicker.Rows() {
            @Override
            public int cell(int row) {
                return cellOfRow[row];
            }

            @Override
            public double value(int row) {
                double[] known = numbers[0];
                if (known == null) {
                    known = NumberRows.of(field, found);
                    numbers[0] = known;
                }
                return known[row];
            }
        });
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
                    .put(bucket, new Cell(Bucket.max(bucket) / unit, counts.of(cell), exemplars.of(cell)));
        }
        Map<Integer, List<Cell>> groups = new TreeMap<>();
        sorted.forEach((group, byBucket) -> groups.put(group, new ArrayList<>(byBucket.values())));
        return groups;
    }

    /// The buckets of some rows.
    private static final class Buckets implements NumberSink {
        private final int[] numbers;
        private boolean durations;

        Buckets(int rows) {
            numbers = new int[rows];
        }

        @Override
        public void ofInt(int row, long value) {
            numbers[row] = Bucket.of(value);
        }

        @Override
        public void ofDuration(int row, long nanos) {
            durations = true;
            numbers[row] = Bucket.of(nanos);
        }

        @Override
        public void ofFloat(int row, double value) {
            numbers[row] = Bucket.of(value);
        }
    }
}
