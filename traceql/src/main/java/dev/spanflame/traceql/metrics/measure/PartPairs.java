package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.cells.PairNumbers;
import dev.spanflame.traceql.metrics.series.MemoryBudget;

/// Numbers the pairs of two numbers that rows of one partition have. There are no more pairs than rows: they are not
/// paid for from the query's budget. Used by one thread at a time.
final class PartPairs {
    /// Pairs that may come up, up to which a table has the number of each.
    private static final int MOST_IN_TABLE = 1 << 16;

    private final PairNumbers pairs = new PairNumbers(new MemoryBudget(Long.MAX_VALUE));

    private PartPairs() {}

    /// The pairs of `rows`, whose `first` numbers become those of the pairs; `second` numbers are below `seconds`.
    static PartPairs of(RowSet rows, PartGroups first, int[] second, int seconds) {
        PartPairs made = new PartPairs();
        if ((long) first.count() * seconds <= MOST_IN_TABLE) {
            made.byTable(rows, first, second, seconds);
        } else {
            made.byHash(rows, first.numbers(), second);
        }
        return made;
    }

    /// Hot path.
    private void byTable(RowSet rows, PartGroups first, int[] second, int seconds) {
        int[] numbers = first.numbers();
        int[] table = new int[first.count() * seconds];
        for (int start = rows.next(0); start >= 0; ) {
            int end = rows.gap(start);
            for (int row = start; row < end; row++) {
                int at = numbers[row] * seconds + second[row];
                if (table[at] == 0) {
                    table[at] = 1 + pairs.number(numbers[row], second[row]);
                }
                numbers[row] = table[at] - 1;
            }
            start = rows.next(end);
        }
    }

    private void byHash(RowSet rows, int[] numbers, int[] second) {
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            numbers[row] = pairs.number(numbers[row], second[row]);
        }
    }

    int count() {
        return pairs.size();
    }

    int first(int pair) {
        return pairs.first(pair);
    }

    int second(int pair) {
        return pairs.second(pair);
    }
}
