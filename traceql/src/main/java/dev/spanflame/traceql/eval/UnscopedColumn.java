package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueNumbering;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;
import java.util.function.Consumer;

/// `.key`: the span's value where it has one, whatever its type, else the resource's.
final class UnscopedColumn implements Column {
    private final Column span;
    private final Column resource;

    UnscopedColumn(Column span, Column resource) {
        this.span = span;
        this.resource = resource;
    }

    @Override
    public void select(ValueTest test, RowSet candidates, RowSet out) {
        span.select(test, candidates, out);
        if (!resource.isEmpty()) {
            resource.select(test, withoutSpans(candidates), out);
        }
    }

    @Override
    public void present(RowSet candidates, RowSet out) {
        span.present(candidates, out);
        resource.present(candidates, out);
    }

    @Override
    public void number(RowSet rows, ValueNumbering numbering, int[] numbers) {
        if (!resource.isEmpty()) {
            resource.number(withoutSpans(rows), numbering, numbers);
        }
        span.number(rows, numbering, numbers);
    }

    @Override
    public Value value(int row) {
        Value value = span.value(row);
        return value instanceof Value.Nil ? resource.value(row) : value;
    }

    @Override
    public void distinct(RowSet rows, Consumer<Value> out) {
        span.distinct(rows, out);
        if (!resource.isEmpty()) {
            resource.distinct(withoutSpans(rows), out);
        }
    }

    @Override
    public boolean isEmpty() {
        return span.isEmpty() && resource.isEmpty();
    }

    private RowSet withoutSpans(RowSet rows) {
        if (span.isEmpty()) {
            return rows;
        }
        RowSet present = new RowSet(rows.size());
        span.present(rows, present);
        RowSet rest = rows.copy();
        rest.andNot(present);
        return rest;
    }
}
