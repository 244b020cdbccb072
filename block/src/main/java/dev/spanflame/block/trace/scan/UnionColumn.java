package dev.spanflame.block.trace.scan;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.NumberSink;
import dev.spanflame.traceql.fetch.NumberedValues;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
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
    public NumberedValues number(RowSet rows, int[] numbers) {
        List<NumberedValues> numbered = new ArrayList<>(parts.size());
        int[] offsets = new int[parts.size() + 1];
        int[] ofPart = new int[numbers.length];
        for (int i = 0; i < offsets.length - 1; i++) {
            Arrays.fill(ofPart, 0);
            NumberedValues values = parts.get(i).number(rows, ofPart);
            numbered.add(values);
            for (int row = 0; row < ofPart.length; row++) {
                if (ofPart[row] > 0) {
                    numbers[row] = offsets[i] + ofPart[row];
                }
            }
            offsets[i + 1] = offsets[i] + values.size() - 1;
        }
        return new NumberedValues(offsets[parts.size()] + 1, number -> {
            int part = parts.size() - 1;
            while (number <= offsets[part]) {
                part--;
            }
            return numbered.get(part).value(number - offsets[part]);
        });
    }

    @Override
    public void read(RowSet rows, NumberSink out) {
        for (Column part : parts) {
            part.read(rows, out);
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
