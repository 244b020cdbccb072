package dev.spanflame.traceql.syntax.tree;

import java.util.List;

/// An expression that gives one number for a spanset.
public sealed interface ScalarExpr {
    /// Where it stands: for operators, the place of the sign.
    Position at();

    /// A number; constant arithmetic is folded while parsing.
    record Constant(Literal value, Position at) implements ScalarExpr {}

    /// `count()`, or `avg`, `max`, `min`, `sum` of one expression; the list holds the expression, if any.
    record Aggregate(Function function, List<FieldExpr> arguments, Position at) implements ScalarExpr {
        /// Copies the list.
        public Aggregate {
            arguments = List.copyOf(arguments);
        }
    }

    /// Arithmetic over other scalars.
    record Arithmetic(FieldOperator operator, ScalarExpr left, ScalarExpr right, Position at) implements ScalarExpr {}

    /// `( pipeline | aggregate )`.
    record Piped(Pipeline pipeline, ScalarExpr scalar, Position at) implements ScalarExpr {}
}
