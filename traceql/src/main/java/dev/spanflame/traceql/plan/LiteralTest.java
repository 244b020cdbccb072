package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.type.Comparison;
import dev.spanflame.traceql.type.Value;

/// `value operator literal`, for `= != < <= > >=`; see [Comparison] for what that means.
///
/// Storage may look at the parts, to compare them with statistics before it reads anything.
public record LiteralTest(FieldOperator operator, Value literal) implements ValueTest {
    @Override
    public boolean test(Value value) {
        return Comparison.holds(operator, value, literal);
    }

    @Override
    public boolean testInt(long value) {
        return testWhole(value);
    }

    @Override
    public boolean testDuration(long nanos) {
        return testWhole(nanos);
    }

    @Override
    public boolean testFloat(double value) {
        return Comparison.isNumber(literal) && Comparison.numbers(operator, value, Comparison.number(literal));
    }

    private boolean testWhole(long value) {
        return switch (literal) {
            case Value.Int(long number) -> Comparison.order(operator, Long.compare(value, number));
            case Value.Duration(long nanos) -> Comparison.order(operator, Long.compare(value, nanos));
            case Value.Float(double number) -> Comparison.numbers(operator, (double) value, number);
            case Value.Nil _, Value.Text _, Value.Bool _, Value.Status _, Value.Kind _ -> false;
            case Value.Array _, Value.Opaque _ -> false;
        };
    }
}
