package dev.spanflame.traceql.metrics.table;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.measure.FoundRows;
import dev.spanflame.traceql.metrics.measure.NumberRows;
import dev.spanflame.traceql.plan.Expr;
import java.util.HashMap;
import java.util.Map;

/// The spans of one partition, with the group of each; numbers are read once for all columns. Used by one thread.
final class Batch {
    private final FoundRows found;
    private final int[] groups;
    private final Map<Expr, NumberRows> numbers = new HashMap<>();

    Batch(FoundRows found, int[] groups) {
        this.found = found;
        this.groups = groups;
    }

    FoundRows found() {
        return found;
    }

    /// Group of each row, indexed by row.
    int[] groups() {
        return groups;
    }

    /// Takes a number and the group of its span.
    @FunctionalInterface
    interface GroupNumbers {
        void of(int group, double number);
    }

    /// Hands every number of an expression to `out`, durations in seconds; whether there were durations.
    boolean read(Expr expr, GroupNumbers out) {
        NumberRows read = numbers.computeIfAbsent(expr, unread -> NumberRows.read(unread, found));
        double[] values = read.values();
        RowSet rows = found.rows();
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            if (!Double.isNaN(values[row])) {
                out.of(groups[row], values[row]);
            }
        }
        return read.hasDurations();
    }
}
