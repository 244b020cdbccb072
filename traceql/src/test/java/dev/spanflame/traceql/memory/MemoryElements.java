package dev.spanflame.traceql.memory;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.Elements;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.type.Value;
import java.util.List;
import java.util.function.BiFunction;

/// Events or links with the row each belongs to.
final class MemoryElements<E> implements Elements {
    private final List<E> elements;
    private final List<Integer> rows;
    private final BiFunction<Field, Integer, Value> values;

    /// `values` gives a field of the element at an index.
    MemoryElements(List<E> elements, List<Integer> rows, BiFunction<Field, Integer, Value> values) {
        this.elements = elements;
        this.rows = rows;
        this.values = values;
    }

    @Override
    public int count() {
        return elements.size();
    }

    @Override
    public int spanRow(int element) {
        return rows.get(element);
    }

    @Override
    public Column column(Field field) {
        Value[] column = new Value[elements.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = values.apply(field, i);
        }
        return new MemoryColumn(column);
    }
}
