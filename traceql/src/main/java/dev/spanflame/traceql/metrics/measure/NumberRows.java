package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.fetch.NumberSink;
import dev.spanflame.traceql.fetch.RowSet;
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

    /// The number of an expression on one row.
    static double at(int row, Expr expr, FoundRows found) {
        NumberRows number = new NumberRows(1);
        number.of(0, found.value(expr, row));
        return number.values[0];
    }

    /// Those of the rows found that have a number.
    static FoundRows only(FoundRows found, double[] numbers) {
        RowSet rows = found.rows().copy();
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            if (Double.isNaN(numbers[row])) {
                rows.remove(row);
            }
        }
        return found.only(rows);
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

    @Override
    public void ofInts(int row, long[] numbers, int from, int count) {
        for (int i = 0; i < count; i++) {
            values[row + i] = numbers[from + i];
        }
    }

    @Override
    public void ofDurations(int row, long[] nanos, int from, int count) {
        for (int i = 0; i < count; i++) {
            values[row + i] = nanos[from + i] / SECOND;
        }
        durations = true;
    }
}
