package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.TextPattern;
import dev.spanflame.traceql.type.Value;

/// `value =~ pattern`, or `!~` when `negated`. Only texts match or fail to match; of an array some element must match,
/// or for `!~` every element must be a text that does not.
public record PatternTest(TextPattern pattern, boolean negated) implements ValueTest {
    @Override
    public boolean test(Value value) {
        return switch (value) {
            case Value.Text(String text) -> pattern.matches(text) != negated;
            case Value.Array array -> testArray(array);
            case Value.Nil _, Value.Int _, Value.Float _, Value.Bool _, Value.Duration _ -> false;
            case Value.Status _, Value.Kind _, Value.Opaque _ -> false;
        };
    }

    @Override
    public boolean testInt(long value) {
        return false;
    }

    @Override
    public boolean testDuration(long nanos) {
        return false;
    }

    @Override
    public boolean testFloat(double value) {
        return false;
    }

    private boolean testArray(Value.Array array) {
        for (Value element : array.elements()) {
            if (test(element) != negated) {
                return !negated;
            }
        }
        return negated;
    }
}
