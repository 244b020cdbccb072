package dev.spanflame.traceql.fetch;

import dev.spanflame.traceql.type.Value;

/// Takes numbers row by row, without objects. Used by one thread.
public interface NumberSink {
    /// An Int.
    void ofInt(int row, long value);

    /// A Duration in nanoseconds.
    void ofDuration(int row, long nanos);

    /// A Float, which may be NaN.
    void ofFloat(int row, double value);

    /// Ints of `count` rows from `row` on, one after the other from `numbers[from]` on.
    default void ofInts(int row, long[] numbers, int from, int count) {
        for (int i = 0; i < count; i++) {
            ofInt(row + i, numbers[from + i]);
        }
    }

    /// Durations of `count` rows from `row` on, one after the other from `nanos[from]` on.
    default void ofDurations(int row, long[] nanos, int from, int count) {
        for (int i = 0; i < count; i++) {
            ofDuration(row + i, nanos[from + i]);
        }
    }

    /// Any value; what is no number is left out.
    default void of(int row, Value value) {
        switch (value) {
            case Value.Int(long number) -> ofInt(row, number);
            case Value.Duration(long nanos) -> ofDuration(row, nanos);
            case Value.Float(double number) -> ofFloat(row, number);
            case Value.Nil _, Value.Text _, Value.Bool _, Value.Status _, Value.Kind _ -> {}
            case Value.Array _, Value.Opaque _ -> {}
        }
    }
}
