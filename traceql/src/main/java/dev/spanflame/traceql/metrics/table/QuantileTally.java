package dev.spanflame.traceql.metrics.table;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.measure.Cells;
import dev.spanflame.traceql.metrics.measure.NumberRows;
import dev.spanflame.traceql.metrics.measure.PairNumbers;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.plan.Expr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `quantile(x, p)`: the smallest number that at least the share `p` of all does not exceed, with an error below 1 %.
///
/// Numbers are counted by their sign, exponent and first seven binary digits. Each such cell remembers its least and
/// its largest number, so that a cell with one number, however often, is exact.
final class QuantileTally implements Tally {
    private static final int DROPPED_BITS = 45;
    private static final int COUNT = 0;
    private static final int LEAST = 1;
    private static final int MOST = 2;

    private final double share;
    private final Expr expr;
    private final PairNumbers numbersOfCells;
    private final Cells<double[]> cells;
    private Map<Integer, List<Integer>> sorted = Map.of();
    private int sortedCells;
    private boolean seconds;

    QuantileTally(double share, Expr expr, MemoryBudget budget) {
        this.share = share;
        this.expr = expr;
        numbersOfCells = new PairNumbers(budget);
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
            double number = numbers[row];
            if (!Double.isNaN(number)) {
                double[] cell = cells.of(numbersOfCells.number(groups[row], key(number)));
                boolean first = cell[COUNT]++ == 0;
                cell[LEAST] = first ? number : Math.min(cell[LEAST], number);
                cell[MOST] = first ? number : Math.max(cell[MOST], number);
            }
        }
    }

    /// Keys order as numbers do.
    private static int key(double number) {
        // Adding 0.0 makes 0.0 of -0.0.
        long bits = Double.doubleToLongBits(number + 0.0);
        return (int) ((bits ^ (bits >> 63 & Long.MAX_VALUE)) >> DROPPED_BITS);
    }

    @Override
    public double of(int group) {
        List<Integer> own = sorted().getOrDefault(group, List.of());
        double total = 0;
        for (int cell : own) {
            total += cells.of(cell)[COUNT];
        }
        double wanted = Math.max(1, Math.ceil(share * total));
        double passed = 0;
        for (int number : own) {
            double[] cell = cells.of(number);
            if (passed + cell[COUNT] >= wanted) {
                double place = cell[COUNT] == 1 ? 0 : (wanted - passed - 1) / (cell[COUNT] - 1);
                return cell[LEAST] == cell[MOST] ? cell[LEAST] : cell[LEAST] + (cell[MOST] - cell[LEAST]) * place;
            }
            passed += cell[COUNT];
        }
        return Double.NaN;
    }

    /// Cells of each group, those of small numbers first.
    private Map<Integer, List<Integer>> sorted() {
        if (sortedCells != numbersOfCells.size()) {
            sortedCells = numbersOfCells.size();
            sorted = new HashMap<>();
            for (int cell = 0; cell < sortedCells; cell++) {
                sorted.computeIfAbsent(numbersOfCells.first(cell), _ -> new ArrayList<>())
                        .add(cell);
            }
            sorted.values().forEach(own -> own.sort(Comparator.comparingInt(numbersOfCells::second)));
        }
        return sorted;
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
