package dev.spanflame.traceql.syntax.tree;

/// An expression that gives a set of spans for each trace.
public sealed interface SpansetExpr {
    /// Where it stands: for operators, the place of the sign.
    Position at();

    /// `{ condition }`; `{}` is `{ true }`.
    record Filter(FieldExpr condition, Position at) implements SpansetExpr {}

    /// Two sets joined by an operator.
    record Combination(SpansetOperator operator, SpansetExpr left, SpansetExpr right, Position at)
            implements SpansetExpr {}

    /// `!{ condition }`: all spans of traces in which the operand finds nothing.
    record Negation(SpansetExpr operand, Position at) implements SpansetExpr {}

    /// A pipeline in parentheses that is more than one spanset expression.
    record Nested(Pipeline pipeline, Position at) implements SpansetExpr {}
}
