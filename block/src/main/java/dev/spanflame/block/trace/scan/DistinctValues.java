package dev.spanflame.block.trace.scan;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.ValueType;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which values the spans of some rows have, from dictionaries alone where there are any.
record DistinctValues(SpanRows rows) {
    /// Hands the values of `field` to `out`; `columns` reads a column where that is needed.
    void of(Field field, Function<Field, Column> columns, Consumer<Value> out) {
        switch (field) {
            case Field.Attribute(Field.Scope scope, String key) when scope == Field.Scope.SPAN -> ofSpans(key, out);
            case Field.Attribute(Field.Scope scope, String key)
            when scope == Field.Scope.RESOURCE -> ofResources(key, out);
            case Field.Attribute(Field.Scope scope, String key)
            when scope == Field.Scope.INSTRUMENTATION -> ofThings(scopes(), key, out);
            case Field.Intrinsic intrinsic when intrinsic == Field.Intrinsic.NAME -> ofNames(columns, out);
            case Field.Attribute _, Field.Intrinsic _ ->
                all(columns.apply(field), rows.spans().rows(), out);
        }
    }

    /// Attributes of the resources that some span has.
    List<List<Attribute>> resources() {
        List<List<Attribute>> things = new ArrayList<>();
        for (int number : numbers(SpanColumn.RESOURCE, rows.resources().size())) {
            things.add(rows.resources().get(number).attributes());
        }
        return things;
    }

    /// Attributes of the instrumentation scopes that some span has.
    List<List<Attribute>> scopes() {
        List<List<Attribute>> things = new ArrayList<>();
        for (int number : numbers(SpanColumn.SCOPE, rows.scopes().size())) {
            things.add(rows.scopes().get(number).attributes());
        }
        return things;
    }

    private void ofSpans(String key, Consumer<Value> out) {
        for (ValueType type : ValueType.values()) {
            AttributeKey attribute = new AttributeKey(key, type);
            ColumnValues known = rows.spans().distinct(attribute);
            ColumnData data = known == null ? rows.spans().attribute(attribute) : ColumnData.full(known);
            if (data != null) {
                AttributeColumns.column(type, data)
                        .ifPresent(column -> all(column, data.presence().rows(), out));
            }
        }
    }

    private void ofNames(Function<Field, Column> columns, Consumer<Value> out) {
        ColumnValues known = rows.spans().distinct(SpanColumn.NAME);
        if (known == null) {
            all(columns.apply(Field.Intrinsic.NAME), rows.spans().rows(), out);
        } else {
            all(DictionaryColumn.ofTexts(ColumnData.full(known)), known.count(), out);
        }
    }

    /// Names of services are a dictionary of their own, numbers of resources are not.
    private void ofResources(String key, Consumer<Value> out) {
        ColumnValues services = rows.isServiceName(key) ? rows.spans().distinct(SpanColumn.SERVICE_NAME) : null;
        if (services == null) {
            ofThings(resources(), key, out);
        } else {
            all(DictionaryColumn.ofTexts(ColumnData.full(services)), services.count(), out);
        }
    }

    private static void all(Column column, int rows, Consumer<Value> out) {
        column.distinct(RowSet.all(rows), out);
    }

    private static void ofThings(List<List<Attribute>> things, String key, Consumer<Value> out) {
        for (List<Attribute> attributes : things) {
            Value value = AttributeColumns.find(attributes, key);
            if (!(value instanceof Value.Nil)) {
                out.accept(value);
            }
        }
    }

    /// The numbers below `count` that a column of numbers has, ascending. A row without a value has number
    /// 0.
    private int[] numbers(SpanColumn column, int count) {
        boolean[] seen = new boolean[count];
        ColumnValues known = rows.spans().distinct(column);
        if (known == null) {
            @Nullable ColumnData data = rows.spans().columnOnce(column);
            known = data == null ? null : data.values();
            if (rows.spans().rows() > 0 && (data == null || !data.presence().isAll())) {
                seen[0] = true;
            }
        }
        if (known instanceof ColumnValues.Longs longs) {
            for (int i = 0; i < longs.count(); i++) {
                seen[(int) longs.at(i)] = true;
            }
        }
        int[] numbers = new int[count];
        int next = 0;
        for (int i = 0; i < count; i++) {
            if (seen[i]) {
                numbers[next++] = i;
            }
        }
        return Arrays.copyOf(numbers, next);
    }
}
