package dev.spanflame.traceql.fetch;

import dev.spanflame.traceql.type.Value;
import java.util.function.IntFunction;

/// The values behind the numbers that [Column#number] gave.
///
/// Numbers are `1 .. size-1`; some may be of no row. A value may have several numbers, and the value of a number
/// may turn out to be Nil.
public record NumberedValues(int size, IntFunction<Value> values) {
    /// The value of a number; making it may take time.
    public Value value(int number) {
        return values.apply(number);
    }
}
