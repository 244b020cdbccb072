package dev.spanflame.traceql.metrics.table;

import dev.spanflame.traceql.metrics.cells.PairNumbers;
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

    private final double share;
    private final Expr expr;
    private final PairNumbers numbersOfCells;
    private final NumberCells cells;
    private Map<Integer, List<Integer>> sorted = Map.of();
    private int sortedCells;
    private boolean seconds;

    QuantileTally(double share, Expr expr, MemoryBudget budget) {
        this.share = share;
        this.expr = expr;
        numbersOfCells = new PairNumbers(budget);
        cells = new NumberCells(budget);
    }

    @Override
    public void add(Batch batch) {
        seconds |= batch.read(expr, (group, number) -> cells.add(numbersOfCells.number(group, key(number)), number));
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
            total += cells.count(cell);
        }
        double wanted = Math.max(1, Math.ceil(share * total));
        double passed = 0;
        for (int cell : own) {
            double count = cells.count(cell);
            if (passed + count >= wanted) {
                double least = cells.least(cell);
                double most = cells.most(cell);
                boolean one = least == most || count == 1;
                return one ? least : least + (most - least) * (wanted - passed - 1) / (count - 1);
            }
            passed += count;
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
