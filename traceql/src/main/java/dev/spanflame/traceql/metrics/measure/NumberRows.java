package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.fetch.NumberSink;
import dev.spanflame.traceql.plan.Expr;
import java.util.Arrays;

/// The numbers of an expression on some rows as doubles, durations in seconds; NaN where a row has none.
public final class NumberRows implements NumberSink {
    private static final double SECOND = 1e9;

    private final double[] values;
    private boolean durations;

    private NumberRows(int rows) {
        values = new double[rows];
        Arrays.fill(values, Double.NaN);
    }

    /// The numbers of the rows found, indexed by row.
    static double[] of(Expr expr, FoundRows found) {
        return read(expr, found).values;
    }

    /// The numbers of an expression outside filters.
    public static NumberRows read(Expr expr, FoundRows found) {
        NumberRows numbers = new NumberRows(found.rows().size());
        found.read(expr, numbers);
        return numbers;
    }

    /// The numbers, indexed by row.
    public double[] values() {
        return values;
    }

    /// Whether some of them are durations.
    public boolean hasDurations() {
        return durations;
    }

    @Override
    public void ofInt(int row, long value) {
        values[row] = value;
    }

    @Override
    public void ofDuration(int row, long nanos) {
        values[row] = nanos / SECOND;
        durations = true;
    }

    @Override
    public void ofFloat(int row, double value) {
        // 0.0 for -0.0: the two are equal.
        values[row] = value + 0.0;
    }
}
