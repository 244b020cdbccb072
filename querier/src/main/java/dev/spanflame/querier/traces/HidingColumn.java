package dev.spanflame.querier.traces;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;
import java.util.function.Consumer;

/// A column of which some rows are hidden.
record HidingColumn(Column base, RowMap rows) implements Column {
    @Override
    public void select(ValueTest test, RowSet candidates, RowSet out) {
        RowSet inBase = rows.toBase(candidates);
        RowSet found = new RowSet(inBase.size());
        base.select(test, inBase, found);
        rows.addTo(out, found);
    }

    @Override
    public void present(RowSet candidates, RowSet out) {
        RowSet inBase = rows.toBase(candidates);
        RowSet found = new RowSet(inBase.size());
        base.present(inBase, found);
        rows.addTo(out, found);
    }

    @Override
    public Value value(int row) {
        return base.value(rows.toBase(row));
    }

    @Override
    public void distinct(RowSet wanted, Consumer<Value> out) {
        base.distinct(rows.toBase(wanted), out);
    }

    @Override
    public boolean isEmpty() {
        return base.isEmpty();
    }
}
