package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.fetch.WholeRange;
import dev.spanflame.traceql.type.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Several tests of one value: all of them must hold, or when not `all`, some of them.
public record CombinedTest(boolean all, List<ValueTest> tests) implements ValueTest {
    /// Copies the list.
    public CombinedTest {
        tests = List.copyOf(tests);
    }

    @Override
    public boolean test(Value value) {
        for (ValueTest test : tests) {
            if (test.test(value) != all) {
                return !all;
            }
        }
        return all;
    }

    @Override
    public boolean testInt(long value) {
        for (ValueTest test : tests) {
            if (test.testInt(value) != all) {
                return !all;
            }
        }
        return all;
    }

    @Override
    public boolean testDuration(long nanos) {
        for (ValueTest test : tests) {
            if (test.testDuration(nanos) != all) {
                return !all;
            }
        }
        return all;
    }

    @Override
    public boolean testFloat(double value) {
        for (ValueTest test : tests) {
            if (test.testFloat(value) != all) {
                return !all;
            }
        }
        return all;
    }

    @Override
    public @Nullable WholeRange wholes() {
        WholeRange range = all ? new WholeRange(Long.MIN_VALUE, Long.MAX_VALUE) : null;
        for (ValueTest test : tests) {
            WholeRange one = test.wholes();
            range = range == null || one == null ? null : range.and(one);
        }
        return range;
    }
}
