package dev.spanflame.traceql.memory;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// A column as a list of values. Tests are asked once for each distinct value, numbers by their typed forms.
final class MemoryColumn implements Column {
    private final List<Value> values;

    MemoryColumn(Value... values) {
        this.values = List.copyOf(Arrays.asList(values));
    }

    @Override
    public void select(ValueTest test, RowSet candidates, RowSet out) {
        Map<Value, Boolean> answers = new HashMap<>();
        for (int row = candidates.next(0); row >= 0; row = candidates.next(row + 1)) {
            Value value = values.get(row);
            if (!(value instanceof Value.Nil) && answers.computeIfAbsent(value, asked -> ask(test, asked))) {
                out.add(row);
            }
        }
    }

    @Override
    public void present(RowSet candidates, RowSet out) {
        for (int row = candidates.next(0); row >= 0; row = candidates.next(row + 1)) {
            if (!(values.get(row) instanceof Value.Nil)) {
                out.add(row);
            }
        }
    }

    @Override
    public Value value(int row) {
        return values.get(row);
    }

    @Override
    public void distinct(RowSet rows, Consumer<Value> out) {
        Set<Value> distinct = new LinkedHashSet<>();
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            distinct.add(values.get(row));
        }
        distinct.remove(Value.NIL);
        distinct.forEach(out);
    }

    @Override
    public boolean isEmpty() {
        return values.stream().allMatch(Value.NIL::equals);
    }

    private static boolean ask(ValueTest test, Value value) {
        return switch (value) {
            case Value.Int(long number) -> test.testInt(number);
            case Value.Duration(long nanos) -> test.testDuration(nanos);
            case Value.Float(double number) -> test.testFloat(number);
            case Value.Nil _, Value.Text _, Value.Bool _, Value.Status _ -> test.test(value);
            case Value.Kind _, Value.Array _, Value.Opaque _ -> test.test(value);
        };
    }
}
