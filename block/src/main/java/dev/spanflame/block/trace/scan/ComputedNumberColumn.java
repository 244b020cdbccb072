package dev.spanflame.block.trace.scan;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.NumberSink;
import dev.spanflame.traceql.fetch.NumberedValues;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;

/// An integer that every row has and that is worked out row by row.
final class ComputedNumberColumn implements Column {
    private final IntToLongFunction numbers;

    ComputedNumberColumn(IntToLongFunction numbers) {
        this.numbers = numbers;
    }

    @Override
    public void select(ValueTest test, RowSet candidates, RowSet out) {
        for (int row = candidates.next(0); row >= 0; row = candidates.next(row + 1)) {
            if (test.testInt(numbers.applyAsLong(row))) {
                out.add(row);
            }
        }
    }

    @Override
    public void present(RowSet candidates, RowSet out) {
        out.or(candidates);
    }

    @Override
    public Value value(int row) {
        return new Value.Int(numbers.applyAsLong(row));
    }

    @Override
    public void distinct(RowSet rows, Consumer<Value> out) {
        KnownNumbers known = numbered(rows, new int[rows.size()]);
        for (int number = 1; number < known.size(); number++) {
            out.accept(new Value.Int(known.key(number)));
        }
    }

    @Override
    public NumberedValues number(RowSet rows, int[] out) {
        KnownNumbers known = numbered(rows, out);
        return new NumberedValues(known.size(), number -> new Value.Int(known.key(number)));
    }

    private KnownNumbers numbered(RowSet rows, int[] out) {
        KnownNumbers known = new KnownNumbers();
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            out[row] = known.of(numbers.applyAsLong(row));
        }
        return known;
    }

    @Override
    public void read(RowSet rows, NumberSink out) {
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            out.ofInt(row, numbers.applyAsLong(row));
        }
    }
}
