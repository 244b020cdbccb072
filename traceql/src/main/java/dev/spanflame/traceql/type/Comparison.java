package dev.spanflame.traceql.type;

import dev.spanflame.traceql.syntax.tree.FieldOperator;

/// What `= != < <= > >=` say of two values.
///
/// Nil and opaque values satisfy no comparison, not even `!=`; nor do values of types that cannot be compared.
/// Integers, floats and durations compare as numbers: two whole ones as 64-bit integers, else as doubles. Texts
/// compare as [TextOrder] says; truth values, status and kind are only equal or not.
///
/// Arrays: `!=` asks for all elements (so it holds for an empty array), every other operator for some element; with
/// an array on both sides, for all or some pairs.
public final class Comparison {
    private Comparison() {}

    /// Whether `left operator right` holds.
    public static boolean holds(FieldOperator operator, Value left, Value right) {
        if (left instanceof Value.Array array) {
            return quantified(operator, array, right);
        }
        if (right instanceof Value.Array array) {
            return quantified(operator.flipped(), array, left);
        }
        if (isWhole(left) && isWhole(right)) {
            return order(operator, Long.compare(whole(left), whole(right)));
        }
        if (isNumber(left) && isNumber(right)) {
            return numbers(operator, number(left), number(right));
        }
        return switch (left) {
            case Value.Text(String a) ->
                right instanceof Value.Text(String b) && order(operator, TextOrder.compare(a, b));
            case Value.Bool(boolean a) -> right instanceof Value.Bool(boolean b) && equality(operator, a == b);
            case Value.Status(int a) -> right instanceof Value.Status(int b) && equality(operator, a == b);
            case Value.Kind(int a) -> right instanceof Value.Kind(int b) && equality(operator, a == b);
            case Value.Nil _, Value.Opaque _, Value.Int _, Value.Float _, Value.Duration _, Value.Array _ -> false;
        };
    }

    /// Whether the value is an integer, a float or a duration.
    public static boolean isNumber(Value value) {
        return isWhole(value) || value instanceof Value.Float;
    }

    /// Whether the value is an integer or a duration.
    public static boolean isWhole(Value value) {
        return value instanceof Value.Int || value instanceof Value.Duration;
    }

    /// The integer, or the nanoseconds, of a whole number.
    public static long whole(Value value) {
        return switch (value) {
            case Value.Int(long number) -> number;
            case Value.Duration(long nanos) -> nanos;
            case Value.Nil _, Value.Float _, Value.Text _, Value.Bool _, Value.Status _, Value.Kind _ ->
                throw new IllegalArgumentException("expected an int or a duration, got " + value);
            case Value.Array _, Value.Opaque _ ->
                throw new IllegalArgumentException("expected an int or a duration, got " + value);
        };
    }

    /// The number as a double; durations in nanoseconds.
    public static double number(Value value) {
        return value instanceof Value.Float(double number) ? number : whole(value);
    }

    /// What `operator` says of two doubles; NaN is unequal to everything and in no order. Hot path.
    public static boolean numbers(FieldOperator operator, double left, double right) {
        return switch (operator) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case LESS_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_EQUAL -> left >= right;
            case OR, AND, MATCH, NOT_MATCH, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER -> false;
        };
    }

    /// What `operator` says of two things whose order is known. Hot path.
    public static boolean order(FieldOperator operator, int order) {
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_EQUAL -> order >= 0;
            case OR, AND, MATCH, NOT_MATCH, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER -> false;
        };
    }

    private static boolean equality(FieldOperator operator, boolean equal) {
        return operator == FieldOperator.EQUAL ? equal : operator == FieldOperator.NOT_EQUAL && !equal;
    }

    private static boolean quantified(FieldOperator operator, Value.Array array, Value other) {
        if (other instanceof Value.Nil || other instanceof Value.Opaque) {
            return false;
        }
        boolean all = operator == FieldOperator.NOT_EQUAL;
        for (Value element : array.elements()) {
            if (holds(operator, element, other) != all) {
                return !all;
            }
        }
        return all;
    }
}
