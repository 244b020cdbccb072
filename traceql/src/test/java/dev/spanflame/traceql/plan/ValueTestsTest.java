package dev.spanflame.traceql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.type.TextPattern;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ValueTestsTest {
    static List<ValueTest> tests() {
        List<ValueTest> tests = new ArrayList<>();
        List<Value> literals = List.of(
                new Value.Int(2),
                new Value.Float(1.5),
                new Value.Float(Double.NaN),
                new Value.Duration(3),
                new Value.Text("2"),
                new Value.Bool(true),
                new Value.Status(2),
                new Value.Kind(2));
        for (FieldOperator operator : FieldOperator.values()) {
            if (operator.isComparison() && !operator.isRegex()) {
                literals.forEach(literal -> tests.add(new LiteralTest(operator, literal)));
            }
        }
        tests.add(new PatternTest(TextPattern.compile(".*"), false));
        tests.add(new PatternTest(TextPattern.compile("x"), true));
        tests.add(new TextSetTest(Set.of("2", "3")));
        tests.add(new BoolTest(true));
        tests.add(new PresenceTest());
        tests.add(new TextTest());
        tests.add(new CombinedTest(true, List.of(tests.get(0), tests.get(9))));
        tests.add(new CombinedTest(false, List.of(tests.get(0), tests.get(9))));
        return tests;
    }

    @ParameterizedTest
    @MethodSource("tests")
    void typedQuestionsAgreeWithTheUntypedOne(ValueTest test) {
        for (long number = -1; number < 5; number++) {
            assertThat(test.testInt(number)).isEqualTo(test.test(new Value.Int(number)));
            assertThat(test.testDuration(number)).isEqualTo(test.test(new Value.Duration(number)));
            assertThat(test.testFloat(number / 2.0)).isEqualTo(test.test(new Value.Float(number / 2.0)));
        }
        assertThat(test.testFloat(Double.NaN)).isEqualTo(test.test(new Value.Float(Double.NaN)));
    }
}
