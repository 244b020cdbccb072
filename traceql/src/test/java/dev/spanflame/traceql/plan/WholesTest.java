package dev.spanflame.traceql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.fetch.WholeRange;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WholesTest {
    private static final List<FieldOperator> OPERATORS = List.of(
            FieldOperator.EQUAL,
            FieldOperator.NOT_EQUAL,
            FieldOperator.LESS,
            FieldOperator.LESS_EQUAL,
            FieldOperator.GREATER,
            FieldOperator.GREATER_EQUAL);
    private static final long[] NUMBERS = {
        Long.MIN_VALUE, Long.MIN_VALUE + 1, -5, -1, 0, 1, 4, 5, 6, 1_000, Long.MAX_VALUE - 1, Long.MAX_VALUE
    };

    private static List<ValueTest> single() {
        List<ValueTest> tests = new ArrayList<>();
        for (FieldOperator operator : OPERATORS) {
            for (long number : NUMBERS) {
                tests.add(new LiteralTest(operator, new Value.Int(number)));
                tests.add(new LiteralTest(operator, new Value.Duration(number)));
            }
            tests.add(new LiteralTest(operator, new Value.Float(4.5)));
            tests.add(new LiteralTest(operator, new Value.Float(Double.NaN)));
            tests.add(new LiteralTest(operator, new Value.Text("5")));
        }
        return tests;
    }

    /// Number of tests that have a range.
    private static int checked(List<ValueTest> tests) {
        int ranges = 0;
        for (ValueTest test : tests) {
            WholeRange range = test.wholes();
            if (range != null) {
                ranges++;
                for (long number : NUMBERS) {
                    assertThat(range.contains(number))
                            .as("%s of %d", test, number)
                            .isEqualTo(test.testInt(number));
                    assertThat(range.contains(number)).isEqualTo(test.testDuration(number));
                }
            }
        }
        return ranges;
    }

    @Test
    void aRangeSaysWhatTheTestSays() {
        assertThat(checked(single())).isEqualTo(5 * 2 * NUMBERS.length);
    }

    @Test
    void severalTestsThatMustAllHoldHaveTheirCommonRange() {
        List<ValueTest> joined = new ArrayList<>();
        for (ValueTest left : single()) {
            for (ValueTest right : single()) {
                joined.add(new CombinedTest(true, List.of(left, right)));
            }
        }
        assertThat(checked(joined)).isPositive();
    }

    @Test
    void oneOfSeveralTestsIsNoRange() {
        ValueTest low = new LiteralTest(FieldOperator.LESS, new Value.Int(0));
        ValueTest high = new LiteralTest(FieldOperator.GREATER, new Value.Int(9));
        assertThat(new CombinedTest(false, List.of(low, high)).wholes()).isNull();
    }
}
