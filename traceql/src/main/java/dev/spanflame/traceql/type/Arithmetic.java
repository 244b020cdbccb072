package dev.spanflame.traceql.type;

import dev.spanflame.traceql.syntax.tree.FieldOperator;

/// What `+ - * / % ^` and the sign give.
///
/// Two integers give an integer: 64 bits that wrap around, division cut towards zero, a remainder with the sign of
/// the dividend, a power by way of doubles. The sum and the difference of two durations are durations if 64 bits
/// suffice. Everything else is computed in doubles and gives a float; a duration counts as its nanoseconds. An operand
/// that is no number gives nil, and so does an integer divided by zero: one
/// span with a zero must not fail the query over all others.
public final class Arithmetic {
    private static final Value ZERO = new Value.Float(0);

    private Arithmetic() {}

    /// `left operator right`, [Value#NIL] where that is no number.
    public static Value apply(FieldOperator operator, Value left, Value right) {
        if (left instanceof Value.Int(long a) && right instanceof Value.Int(long b)) {
            return integers(operator, a, b);
        }
        if (left instanceof Value.Duration(long a) && right instanceof Value.Duration(long b)) {
            return durations(operator, a, b);
        }
        if (Comparison.isNumber(left) && Comparison.isNumber(right)) {
            return floats(operator, Comparison.number(left), Comparison.number(right));
        }
        return Value.NIL;
    }

    /// `-value`, [Value#NIL] where that is no number.
    public static Value negate(Value value) {
        return switch (value) {
            case Value.Int(long number) -> new Value.Int(-number);
            case Value.Float(double number) -> new Value.Float(-number);
            case Value.Duration(long nanos) -> new Value.Duration(-nanos);
            case Value.Nil _, Value.Text _, Value.Bool _, Value.Status _ -> Value.NIL;
            case Value.Kind _, Value.Array _, Value.Opaque _ -> Value.NIL;
        };
    }

    /// The value itself, but 0.0 for -0.0: the two are equal and must not make two groups or two answers.
    public static Value withoutSignOfZero(Value value) {
        return value instanceof Value.Float(double number) && number == 0 ? ZERO : value;
    }

    private static Value integers(FieldOperator operator, long a, long b) {
        return switch (operator) {
            case ADD -> new Value.Int(a + b);
            case SUBTRACT -> new Value.Int(a - b);
            case MULTIPLY -> new Value.Int(a * b);
            case DIVIDE -> b == 0 ? Value.NIL : new Value.Int(a / b);
            case MODULO -> b == 0 ? Value.NIL : new Value.Int(a % b);
            case POWER -> new Value.Int((long) Math.pow((double) a, (double) b));
            case OR, AND, EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, MATCH, NOT_MATCH -> Value.NIL;
        };
    }

    private static Value durations(FieldOperator operator, long a, long b) {
        long sum = operator == FieldOperator.ADD ? a + b : a - b;
        // The sum of two numbers of one sign has that sign, or it did not fit.
        boolean fits = operator == FieldOperator.ADD ? ((a ^ sum) & (b ^ sum)) >= 0 : ((a ^ b) & (a ^ sum)) >= 0;
        boolean additive = operator == FieldOperator.ADD || operator == FieldOperator.SUBTRACT;
        return additive && fits ? new Value.Duration(sum) : floats(operator, a, b);
    }

    private static Value floats(FieldOperator operator, double a, double b) {
        return switch (operator) {
            case ADD -> new Value.Float(a + b);
            case SUBTRACT -> new Value.Float(a - b);
            case MULTIPLY -> new Value.Float(a * b);
            case DIVIDE -> new Value.Float(a / b);
            case MODULO -> new Value.Float(a % b);
            case POWER -> new Value.Float(Math.pow(a, b));
            case OR, AND, EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, MATCH, NOT_MATCH -> Value.NIL;
        };
    }
}
