package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;

/// Whether the value is a text at all.
public record TextTest() implements ValueTest {
    @Override
    public boolean test(Value value) {
        return value instanceof Value.Text;
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
