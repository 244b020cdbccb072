package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;

/// Whether the value is this truth value: what a field says where a condition is expected. Arrays are none.
public record BoolTest(boolean expected) implements ValueTest {
    @Override
    public boolean test(Value value) {
        return value instanceof Value.Bool(boolean bool) && bool == expected;
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
}
