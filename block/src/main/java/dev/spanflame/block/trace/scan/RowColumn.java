package dev.spanflame.block.trace.scan;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// A field that is worked out row by row; for fields that are seldom asked about.
final class RowColumn implements Column {
    private final IntFunction<Value> values;

    /// `values` gives the value of a row, [Value#NIL] for none.
    RowColumn(IntFunction<Value> values) {
        this.values = values;
    }

    @Override
    public void select(ValueTest test, RowSet candidates, RowSet out) {
        for (int row = candidates.next(0); row >= 0; row = candidates.next(row + 1)) {
            Value value = values.apply(row);
            if (!(value instanceof Value.Nil) && test.test(value)) {
                out.add(row);
            }
        }
    }

    @Override
    public void present(RowSet candidates, RowSet out) {
        for (int row = candidates.next(0); row >= 0; row = candidates.next(row + 1)) {
            if (!(values.apply(row) instanceof Value.Nil)) {
                out.add(row);
            }
        }
    }

    @Override
    public Value value(int row) {
        return values.apply(row);
    }

    @Override
    public void distinct(RowSet rows, Consumer<Value> out) {
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            Value value = values.apply(row);
            if (!(value instanceof Value.Nil)) {
                out.accept(value);
            }
        }
    }
}
