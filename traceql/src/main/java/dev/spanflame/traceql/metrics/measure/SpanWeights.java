package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.cells.ValueNumbers;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.type.Value;
import java.util.Arrays;

/// How many spans each stored one stands for: one divided by the probability with which it was sampled, which
/// OpenTelemetry writes into W3C's trace state as the threshold `ot=th:c` (OpenTelemetry specification, "TraceState:
/// Probability Sampling"). Without a readable threshold it is 1. Used by one thread.
final class SpanWeights {
    private static final Expr TRACE_STATE = new Expr.FieldValue(new FieldRef.Stored(Field.Intrinsic.TRACE_STATE));
    private static final int DIGITS = 14;
    private static final double ALL = 0x1p56;

    private final ValueNumbers states;
    private double[] known = {1};

    SpanWeights(MemoryBudget budget) {
        states = new ValueNumbers(budget);
    }

    /// The weights of the rows found, indexed by row.
    double[] of(FoundRows found) {
        int[] numbers = found.numbers(TRACE_STATE, states);
        if (states.size() > known.length) {
            int before = known.length;
            known = Arrays.copyOf(known, states.size());
            for (int i = before; i < known.length; i++) {
                known[i] = states.value(i) instanceof Value.Text(String text) ? weight(text) : 1;
            }
        }
        double[] weights = new double[numbers.length];
        RowSet rows = found.rows();
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            weights[row] = known[numbers[row]];
        }
        return weights;
    }

    /// What a trace state says.
    static double weight(String traceState) {
        for (String member : traceState.split(",", -1)) {
            String entry = member.strip();
            if (entry.startsWith("ot=")) {
                for (String part : entry.substring("ot=".length()).split(";", -1)) {
                    if (part.startsWith("th:")) {
                        return ofThreshold(part.substring("th:".length()));
                    }
                }
            }
        }
        return 1;
    }

    /// Of 1 to 14 hexadecimal digits, the first ones of 14: spans below it are left out.
    private static double ofThreshold(String digits) {
        if (digits.isEmpty() || digits.length() > DIGITS) {
            return 1;
        }
        long threshold = 0;
        for (int i = 0; i < DIGITS; i++) {
            int digit = i < digits.length() ? "0123456789abcdef".indexOf(digits.charAt(i)) : 0;
            if (digit < 0) {
                return 1;
            }
            threshold = threshold << 4 | digit;
        }
        return ALL / (ALL - threshold);
    }
}
