package dev.spanflame.traceql.syntax;

import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.MetricsExpr;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.ScalarExpr;
import dev.spanflame.traceql.syntax.tree.SpansetExpr;
import dev.spanflame.traceql.syntax.tree.Stage;
import dev.spanflame.traceql.syntax.tree.TableExpr;

/// What a piece of a query outside braces turned out to be.
///
/// An opening bracket may begin spansets, a pipeline, a number made of spansets, a constant or series; only what
/// stands inside tells. So everything is read as a term, and each operator checks the classes of its operands.
sealed interface Term {
    /// A spanset expression.
    record Spansets(SpansetExpr expr) implements Term {}

    /// A stage that is no spanset expression and takes no operator.
    record Step(Stage stage) implements Term {}

    /// More than one stage, not yet in brackets.
    record Piped(Pipeline pipeline) implements Term {}

    /// A number made from spansets.
    record Scalar(ScalarExpr expr) implements Term {}

    /// A constant number.
    record Constant(Literal value) implements Term {}

    /// A table, behind which nothing may follow.
    record Table(TableExpr expr) implements Term {}

    /// Series; `open` while they stand in no brackets and come from a pipeline: then no arithmetic may follow.
    record Metrics(MetricsExpr expr, boolean open) implements Term {}
}
