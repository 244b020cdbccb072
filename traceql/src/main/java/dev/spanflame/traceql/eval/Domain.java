package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.type.Value;

/// The rows that a condition is asked of: spans, or events, or links.
interface Domain {
    /// Number of rows.
    int size();

    /// Whether no row has this field: an event's, where spans are asked.
    boolean isAbsent(FieldRef field);

    /// The field over these rows; of an absent one, an empty column.
    Column column(FieldRef field);

    /// The value of any expression on one row.
    Value value(Expr expr, int row);

    /// Whether the expression speaks of something that rows share, so that [#shared] answers it better.
    boolean isShared(Expr expr);

    /// Those rows of `candidates` on which a shared truth is `wanted`.
    RowSet shared(Expr expr, RowSet candidates, boolean wanted);
}
