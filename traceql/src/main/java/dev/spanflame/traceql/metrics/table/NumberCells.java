package dev.spanflame.traceql.metrics.table;

import dev.spanflame.traceql.metrics.cells.Cells;
import dev.spanflame.traceql.metrics.series.MemoryBudget;

/// What is known of the numbers of some things: how many, their sum, the least and the most. Used by one thread.
final class NumberCells {
    private static final int COUNT = 0;
    private static final int SUM = 1;
    // What rounding took from the sum (Neumaier): the order of spans does not show in the last digits.
    private static final int LOST = 2;
    private static final int LEAST = 3;
    private static final int MOST = 4;

    private final Cells<double[]> cells;

    NumberCells(MemoryBudget budget) {
        cells = Cells.values(MOST + 1, 0, budget);
    }

    /// Adds a number to those of a thing. Hot path.
    void add(int thing, double number) {
        double[] cell = cells.of(thing);
        boolean first = cell[COUNT]++ == 0;
        cell[LEAST] = first ? number : Math.min(cell[LEAST], number);
        cell[MOST] = first ? number : Math.max(cell[MOST], number);
        double known = cell[SUM];
        double sum = known + number;
        cell[LOST] += Math.abs(known) >= Math.abs(number) ? known - sum + number : number - sum + known;
        cell[SUM] = sum;
    }

    /// Whether a thing has any number.
    boolean has(int thing) {
        return cells.has(thing);
    }

    double count(int thing) {
        return cells.of(thing)[COUNT];
    }

    /// An infinite sum has lost what is no number.
    double sum(int thing) {
        double[] cell = cells.of(thing);
        return Double.isFinite(cell[SUM]) ? cell[SUM] + cell[LOST] : cell[SUM];
    }

    double least(int thing) {
        return cells.of(thing)[LEAST];
    }

    double most(int thing) {
        return cells.of(thing)[MOST];
    }
}
