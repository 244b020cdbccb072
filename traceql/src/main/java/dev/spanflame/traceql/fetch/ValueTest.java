package dev.spanflame.traceql.fetch;

import dev.spanflame.traceql.type.Value;
import org.jspecify.annotations.Nullable;

/// A question about one value, asked by a [Column] once for each distinct value where it can.
///
/// The typed forms let a column of numbers ask without making objects; they must agree with [#test]. Nil is never
/// asked about. Implementations are pure functions.
@FunctionalInterface
public interface ValueTest {
    /// Whether `value`, never Nil, satisfies the test.
    boolean test(Value value);

    /// Same for an Int.
    default boolean testInt(long value) {
        return test(new Value.Int(value));
    }

    /// Same for a Duration.
    default boolean testDuration(long nanos) {
        return test(new Value.Duration(nanos));
    }

    /// Same for a Float.
    default boolean testFloat(double value) {
        return test(new Value.Float(value));
    }

    /// The range in which an Int or a Duration must lie, and does not need to do more, to satisfy the test; null where
    /// that is no range. Lets a column of numbers compare without asking.
    default @Nullable WholeRange wholes() {
        return null;
    }
}
