package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;

/// Holds for every value: what `x != nil` asks.
public record PresenceTest() implements ValueTest {
    @Override
    public boolean test(Value value) {
        return true;
    }

    @Override
    public boolean testInt(long value) {
        return true;
    }

    @Override
    public boolean testDuration(long nanos) {
        return true;
    }

    @Override
    public boolean testFloat(double value) {
        return true;
    }
}
