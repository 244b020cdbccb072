package dev.spanflame.traceql.syntax;

import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.Position;

/// Arithmetic on constants where the grammar folds it: signs everywhere, and `+ - * /` beside aggregates and series.
final class Constants {
    private Constants() {}

    /// The number with the other sign; the smallest integer stays what it is.
    static Literal negated(Literal number) {
        return switch (number) {
            case Literal.Int(long value) -> new Literal.Int(-value);
            case Literal.Float(double value) -> new Literal.Float(-value);
            case Literal.Duration(long nanos) -> new Literal.Duration(-nanos);
            case Literal.Text _, Literal.Bool _, Literal.Status _, Literal.Kind _ ->
                throw new IllegalArgumentException("expected a number, got " + number);
        };
    }

    /// The result of `left operator right`: integers stay integers, `2 / 6` is 0; durations are added to and taken
    /// from durations, multiplied with and divided by numbers, and stay durations.
    ///
    /// Refuses other uses of durations, operators other than `+ - * /`, and results that are too large.
    static Literal folded(FieldOperator operator, Literal left, Literal right, Position at) {
        if (left instanceof Literal.Int(long a) && right instanceof Literal.Int(long b)) {
            return new Literal.Int(integers(operator, a, b, at));
        }
        if (left instanceof Literal.Duration || right instanceof Literal.Duration) {
            return durations(operator, left, right, at);
        }
        double result = floats(operator, asDouble(left, operator, at), asDouble(right, operator, at), at);
        if (Double.isNaN(result) || Double.isInfinite(result)) {
            throw QueryErrors.syntax(at, "constant expression has no finite value, expecting at most 1.8e308");
        }
        return new Literal.Float(result);
    }

    private static Literal durations(FieldOperator operator, Literal left, Literal right, Position at) {
        boolean both = left instanceof Literal.Duration && right instanceof Literal.Duration;
        boolean meaningful = switch (operator) {
            case ADD, SUBTRACT -> both;
            case MULTIPLY -> !both;
            case DIVIDE -> !both && left instanceof Literal.Duration;
            case OR, AND, EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, MATCH, NOT_MATCH, MODULO, POWER ->
                throw refused(operator, at);
        };
        if (!meaningful) {
            throw QueryErrors.syntax(
                    at,
                    "unexpected DURATION beside " + operator.text()
                            + ", expecting a duration plus or minus a duration, or times or divided by a number");
        }
        if (both) {
            long a = ((Literal.Duration) left).nanos();
            long b = ((Literal.Duration) right).nanos();
            long sum = operator == FieldOperator.ADD ? a + b : a - b;
            double exact = operator == FieldOperator.ADD ? (double) a + b : (double) a - b;
            return duration(sum, exact, at);
        }
        double divisor = asDouble(right, operator, at);
        if (operator == FieldOperator.DIVIDE && divisor == 0) {
            throw QueryErrors.syntax(at, "division by zero, expecting a divisor other than 0");
        }
        double result = floats(operator, asDouble(left, operator, at), divisor, at);
        return duration(Math.round(result), result, at);
    }

    private static Literal duration(long nanos, double exact, Position at) {
        if (Double.isNaN(exact) || Math.abs(exact) >= Long.MAX_VALUE) {
            throw QueryErrors.syntax(at, "constant expression is no duration of less than 292 years");
        }
        return new Literal.Duration(nanos);
    }

    private static long integers(FieldOperator operator, long a, long b, Position at) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> {
                if (b == 0) {
                    throw QueryErrors.syntax(at, "division by zero, expecting a divisor other than 0");
                }
                yield a / b;
            }
            case OR, AND, EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, MATCH, NOT_MATCH, MODULO, POWER ->
                throw refused(operator, at);
        };
    }

    private static double floats(FieldOperator operator, double a, double b, Position at) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case OR, AND, EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, MATCH, NOT_MATCH, MODULO, POWER ->
                throw refused(operator, at);
        };
    }

    private static double asDouble(Literal literal, FieldOperator operator, Position at) {
        return switch (literal) {
            case Literal.Int(long value) -> value;
            case Literal.Float(double value) -> value;
            case Literal.Duration(long nanos) -> nanos;
            case Literal.Text _, Literal.Bool _, Literal.Status _, Literal.Kind _ -> throw refused(operator, at);
        };
    }

    private static RuntimeException refused(FieldOperator operator, Position at) {
        return QueryErrors.syntax(at, "unexpected " + operator.text() + " between constants, expecting + - * or /");
    }
}
