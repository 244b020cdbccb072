package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.NumberedValues;
import dev.spanflame.traceql.fetch.RowSet;
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
    public NumberedValues number(RowSet rows, int[] numbers) {
        NumberedValues ofSpans = span.number(rows, numbers);
        if (resource.isEmpty()) {
            return ofSpans;
        }
        RowSet rest = withoutSpans(rows);
        int[] others = new int[numbers.length];
        NumberedValues ofResources = resource.number(rest, others);
        int offset = ofSpans.size() - 1;
        for (int row = rest.next(0); row >= 0; row = rest.next(row + 1)) {
            if (others[row] > 0) {
                numbers[row] = others[row] + offset;
            }
        }
        return new NumberedValues(
                offset + ofResources.size(),
                number -> number <= offset ? ofSpans.value(number) : ofResources.value(number - offset));
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
