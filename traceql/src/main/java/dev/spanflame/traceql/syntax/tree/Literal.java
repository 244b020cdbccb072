package dev.spanflame.traceql.syntax.tree;

/// A constant written in a query.
public sealed interface Literal {
    /// 64-bit signed integer.
    record Int(long value) implements Literal {}

    /// IEEE 754 double, always finite.
    record Float(double value) implements Literal {}

    /// Text without its quotes, escapes resolved.
    record Text(String value) implements Literal {}

    /// `true` or `false`.
    record Bool(boolean value) implements Literal {}

    /// Signed nanoseconds.
    record Duration(long nanos) implements Literal {}

    /// `ok`, `error`, `unset`.
    record Status(SpanStatus value) implements Literal {}

    /// `server`, `client` and the other kinds.
    record Kind(SpanKind value) implements Literal {}

    /// Whether this is an integer, a float or a duration.
    default boolean isNumber() {
        return switch (this) {
            case Int _, Float _, Duration _ -> true;
            case Text _, Bool _, Status _, Kind _ -> false;
        };
    }
}
