package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.metrics.series.MemoryBudget;
import java.util.Arrays;

/// Counters, one for each interval, of things with small numbers; made when first asked for. Used by one thread.
final class CountCells {
    private static final long[] NONE = new long[0];

    private final int intervals;
    private final MemoryBudget budget;
    private long[][] cells = new long[0][];
    private int size;

    CountCells(int intervals, MemoryBudget budget) {
        this.intervals = intervals;
        this.budget = budget;
    }

    /// The counters of a thing, by interval. Hot path.
    long[] of(int number) {
        if (number < size) {
            long[] known = cells[number];
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

    /// One more than the largest number with counters.
    int size() {
        return size;
    }

    private long[] make(int number) {
        budget.take(MemoryBudget.OBJECT + 8L * intervals);
        if (number >= cells.length) {
            int known = cells.length;
            cells = Arrays.copyOf(cells, Math.max(number + 1, 2 * known + 16));
            Arrays.fill(cells, known, cells.length, NONE);
        }
        size = Math.max(size, number + 1);
        long[] made = new long[intervals];
        cells[number] = made;
        return made;
    }
}
