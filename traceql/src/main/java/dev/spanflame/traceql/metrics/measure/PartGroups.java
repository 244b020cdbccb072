package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.fetch.RowSet;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// What the rows found in one partition are counted by, numbered from 0 in this partition alone, so that a partition
/// can be counted while others are. Used by one thread at a time.
final class PartGroups {
    private static final int UNKNOWN = -1;

    private final int[] numbers;
    private final int count;
    private final IntUnaryOperator numbering;
    private int[] known = new int[0];

    /// Rows have `numbers` below `count`. `numbering` gives the number among all partitions, and is asked once for each
    /// that is needed, by the thread that adds partitions up.
    PartGroups(int[] numbers, int count, IntUnaryOperator numbering) {
        this.numbers = numbers;
        this.count = count;
        this.numbering = numbering;
    }

    /// One more than the largest number here.
    int count() {
        return count;
    }

    /// Numbers here, indexed by row; shared with these groups.
    int[] numbers() {
        return numbers;
    }

    /// The number among all partitions of number `local` here.
    int global(int local) {
        if (known.length == 0) {
            known = new int[count];
            Arrays.fill(known, UNKNOWN);
        }
        int found = known[local];
        if (found == UNKNOWN) {
            found = numbering.applyAsInt(local);
            known[local] = found;
        }
        return found;
    }

    /// The number among all partitions of the group of a row.
    int ofRow(int row) {
        return global(numbers[row]);
    }

    /// These among all partitions, indexed by row.
    int[] globals(RowSet rows) {
        int[] globals = new int[numbers.length];
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            globals[row] = ofRow(row);
        }
        return globals;
    }
}
