package dev.spanflame.traceql.syntax.tree;

import java.util.List;

/// One step of a pipeline: takes spansets, gives spansets.
public sealed interface Stage {
    /// Where it begins.
    Position at();

    /// Filters, and filters joined by operators.
    record Spansets(SpansetExpr expr, Position at) implements Stage {}

    /// A condition on a number made from each spanset: `count() > 2`.
    record ScalarFilter(ScalarExpr left, FieldOperator operator, ScalarExpr right, Position at) implements Stage {}

    /// `by(expr)`: splits each spanset by a value.
    record By(FieldExpr expr, Position at) implements Stage {}

    /// `coalesce()`: joins the spansets of a trace into one.
    record Coalesce(Position at) implements Stage {}

    /// `order_by(number)` at the end of a search: traces come in the order of a number made of their spans.
    record OrderBy(ScalarExpr number, boolean descending, Position at) implements Stage {}

    /// `select(a, b)`: asks for fields in the answer.
    record Select(List<FieldExpr.Reference> fields, Position at) implements Stage {
        /// Copies the list.
        public Select {
            fields = List.copyOf(fields);
        }
    }
}
