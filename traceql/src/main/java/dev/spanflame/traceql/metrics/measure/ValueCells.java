package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.metrics.series.MemoryBudget;
import java.util.Arrays;

/// Doubles, one for each interval, of things with small numbers; made when first asked for, all of one value. Used by
/// one
/// thread.
final class ValueCells {
    private static final double[] NONE = new double[0];

    private final int intervals;
    private final double initial;
    private final MemoryBudget budget;
    private double[][] cells = new double[0][];
    private int size;

    ValueCells(int intervals, double initial, MemoryBudget budget) {
        this.intervals = intervals;
        this.initial = initial;
        this.budget = budget;
    }

    /// The doubles of a thing, by interval. Hot path.
    double[] of(int number) {
        if (number < size) {
            double[] known = cells[number];
            if (known.length > 0) {
                return known;
            }
        }
        return make(number);
    }

    /// Whether a thing has any.
    boolean has(int number) {
        return number < size && cells[number].length > 0;
    }

    /// One more than the largest number with doubles.
    int size() {
        return size;
    }

    private double[] make(int number) {
        budget.take(MemoryBudget.OBJECT + 8L * intervals);
        if (number >= cells.length) {
            int known = cells.length;
            cells = Arrays.copyOf(cells, Math.max(number + 1, 2 * known + 16));
            Arrays.fill(cells, known, cells.length, NONE);
        }
        size = Math.max(size, number + 1);
        double[] made = new double[intervals];
        Arrays.fill(made, initial);
        cells[number] = made;
        return made;
    }
}
