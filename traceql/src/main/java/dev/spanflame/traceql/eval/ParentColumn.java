package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;
import java.util.function.Consumer;

/// A field of the parents: each row has the value of the row that is its parent, and none if its parent is not stored.
///
/// The parents are asked, each once, and the answer is handed down to the rows.
final class ParentColumn implements Column {
    private final Column own;
    private final SpanPartition partition;

    ParentColumn(Column own, SpanPartition partition) {
        this.own = own;
        this.partition = partition;
    }

    @Override
    public void select(ValueTest test, RowSet candidates, RowSet out) {
        RowSet found = new RowSet(candidates.size());
        own.select(test, parents(candidates), found);
        addChildren(found, candidates, out);
    }

    @Override
    public void present(RowSet candidates, RowSet out) {
        RowSet found = new RowSet(candidates.size());
        own.present(parents(candidates), found);
        addChildren(found, candidates, out);
    }

    @Override
    public Value value(int row) {
        int parent = partition.parentRow(row);
        return parent < 0 ? Value.NIL : own.value(parent);
    }

    @Override
    public void distinct(RowSet rows, Consumer<Value> out) {
        own.distinct(parents(rows), out);
    }

    @Override
    public boolean isEmpty() {
        return own.isEmpty();
    }

    private RowSet parents(RowSet rows) {
        RowSet parents = new RowSet(rows.size());
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            int parent = partition.parentRow(row);
            if (parent >= 0) {
                parents.add(parent);
            }
        }
        return parents;
    }

    private void addChildren(RowSet parents, RowSet candidates, RowSet out) {
        for (int row = candidates.next(0); row >= 0; row = candidates.next(row + 1)) {
            int parent = partition.parentRow(row);
            if (parent >= 0 && parents.contains(parent)) {
                out.add(row);
            }
        }
    }
}
