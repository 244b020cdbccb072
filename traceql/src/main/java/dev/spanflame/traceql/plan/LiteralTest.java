package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.fetch.WholeRange;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.type.Comparison;
import dev.spanflame.traceql.type.Value;
import org.jspecify.annotations.Nullable;

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

    @Override
    public @Nullable WholeRange wholes() {
        if (!Comparison.isWhole(literal)) {
            return null;
        }
        long number = Comparison.whole(literal);
        return switch (operator) {
            case EQUAL -> new WholeRange(number, number);
            case LESS -> WholeRange.below(number);
            case LESS_EQUAL -> new WholeRange(Long.MIN_VALUE, number);
            case GREATER -> WholeRange.above(number);
            case GREATER_EQUAL -> new WholeRange(number, Long.MAX_VALUE);
            case NOT_EQUAL, OR, AND, MATCH, NOT_MATCH, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER -> null;
        };
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
