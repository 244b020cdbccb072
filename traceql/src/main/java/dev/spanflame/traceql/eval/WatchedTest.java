package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.fetch.WholeRange;
import dev.spanflame.traceql.type.Value;
import org.jspecify.annotations.Nullable;

/// A slow test that notices when it is time to stop: a column may ask it of millions of distinct values.
final class WatchedTest implements ValueTest {
    /// Rows that one test may take the time of: a regular expression of the largest size takes milliseconds.
    private static final int COST = 256;

    private final ValueTest test;
    private final StopSignal stop;

    WatchedTest(ValueTest test, StopSignal stop) {
        this.test = test;
        this.stop = stop;
    }

    @Override
    public boolean test(Value value) {
        stop.poll(COST);
        return test.test(value);
    }

    @Override
    public boolean testInt(long value) {
        stop.poll(COST);
        return test.testInt(value);
    }

    @Override
    public boolean testDuration(long nanos) {
        stop.poll(COST);
        return test.testDuration(nanos);
    }

    @Override
    public boolean testFloat(double value) {
        stop.poll(COST);
        return test.testFloat(value);
    }

    @Override
    public @Nullable WholeRange wholes() {
        return test.wholes();
    }
}
