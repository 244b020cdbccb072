package dev.spanflame.traceql.metrics.table;

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

    /// Numbers of an expression.
    NumberRows numbers(Expr expr) {
        return numbers.computeIfAbsent(expr, unread -> NumberRows.read(unread, found));
    }
}
