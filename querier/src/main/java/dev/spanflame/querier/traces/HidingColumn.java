package dev.spanflame.querier.traces;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.NumberSink;
import dev.spanflame.traceql.fetch.NumberedValues;
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
    public NumberedValues number(RowSet wanted, int[] numbers) {
        RowSet inBase = rows.toBase(wanted);
        int[] found = new int[inBase.size()];
        NumberedValues values = base.number(inBase, found);
        for (int row = wanted.next(0); row >= 0; row = wanted.next(row + 1)) {
            int number = found[rows.toBase(row)];
            if (number > 0) {
                numbers[row] = number;
            }
        }
        return values;
    }

    @Override
    public void read(RowSet wanted, NumberSink out) {
        base.read(rows.toBase(wanted), new ViewSink(out, rows));
    }

    /// Hands numbers on under the rows' new places.
    private record ViewSink(NumberSink out, RowMap rows) implements NumberSink {
        @Override
        public void ofInt(int row, long value) {
            out.ofInt(rows.toView(row), value);
        }

        @Override
        public void ofDuration(int row, long nanos) {
            out.ofDuration(rows.toView(row), nanos);
        }

        @Override
        public void ofFloat(int row, double value) {
            out.ofFloat(rows.toView(row), value);
        }
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
