package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;
import java.util.function.Consumer;

/// A column in which no row has a value.
final class EmptyColumn implements Column {
    static final EmptyColumn INSTANCE = new EmptyColumn();

    private EmptyColumn() {}

    @Override
    public void select(ValueTest test, RowSet candidates, RowSet out) {
        // No row has a value that could satisfy the test.
    }

    @Override
    public void present(RowSet candidates, RowSet out) {
        // No row has a value.
    }

    @Override
    public Value value(int row) {
        return Value.NIL;
    }

    @Override
    public void distinct(RowSet rows, Consumer<Value> out) {
        // No row has a value.
    }

    @Override
    public boolean isEmpty() {
        return true;
    }
}
