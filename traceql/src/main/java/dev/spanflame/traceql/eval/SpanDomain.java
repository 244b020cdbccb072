package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.plan.Level;
import dev.spanflame.traceql.type.Value;

/// Conditions asked of spans. Fields of events and links are absent: it is as if the spans had none.
final class SpanDomain implements Domain {
    private final PartitionColumns columns;
    private final RowValues values;

    SpanDomain(PartitionColumns columns, RowValues values) {
        this.columns = columns;
        this.values = values;
    }

    @Override
    public int size() {
        return columns.partition().rowCount();
    }

    @Override
    public boolean isAbsent(FieldRef field) {
        return field.level() != Level.SPAN;
    }

    @Override
    public Column column(FieldRef field) {
        return isAbsent(field) ? EmptyColumn.INSTANCE : columns.column(field);
    }

    @Override
    public Value value(Expr expr, int row) {
        return values.value(expr, row, -1, -1);
    }

    @Override
    public boolean isShared(Expr expr) {
        return false;
    }

    @Override
    public RowSet shared(Expr expr, RowSet candidates, boolean wanted) {
        throw new IllegalStateException("spans share nothing");
    }
}
