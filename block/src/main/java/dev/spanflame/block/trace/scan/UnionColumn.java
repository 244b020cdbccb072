package dev.spanflame.block.trace.scan;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueNumbering;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;
import java.util.List;
import java.util.function.Consumer;

/// A field whose values lie in several columns, one for each type; a row has a value in at most one of them.
final class UnionColumn implements Column {
    private final List<Column> parts;

    UnionColumn(List<Column> parts) {
        this.parts = List.copyOf(parts);
    }

    @Override
    public void select(ValueTest test, RowSet candidates, RowSet out) {
        for (Column part : parts) {
            part.select(test, candidates, out);
        }
    }

    @Override
    public void present(RowSet candidates, RowSet out) {
        for (Column part : parts) {
            part.present(candidates, out);
        }
    }

    @Override
    public void number(RowSet rows, ValueNumbering numbering, int[] numbers) {
        for (Column part : parts) {
            part.number(rows, numbering, numbers);
        }
    }

    @Override
    public Value value(int row) {
        for (Column part : parts) {
            Value value = part.value(row);
            if (!(value instanceof Value.Nil)) {
                return value;
            }
        }
        return Value.NIL;
    }

    @Override
    public void distinct(RowSet rows, Consumer<Value> out) {
        for (Column part : parts) {
            part.distinct(rows, out);
        }
    }

    @Override
    public boolean isEmpty() {
        return parts.isEmpty();
    }
}
