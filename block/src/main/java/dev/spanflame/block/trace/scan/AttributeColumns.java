package dev.spanflame.block.trace.scan;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.AttributeRows;
import dev.spanflame.block.trace.TableRows;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.ValueType;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes columns of the language out of stored attributes.
final class AttributeColumns {
    private AttributeColumns() {}

    /// The attribute `key` of the rows of `table`, whatever types its values have.
    static Column of(TableRows<?> table, String key) {
        List<Column> parts = new ArrayList<>();
        for (ValueType type : ValueType.values()) {
            ColumnData data = table.attribute(new AttributeKey(key, type));
            if (data != null) {
                column(type, data).ifPresent(parts::add);
            }
        }
        return parts.size() == 1 ? parts.getFirst() : new UnionColumn(parts);
    }

    /// Values of one type; empty for a type without any.
    static Optional<Column> column(ValueType type, ColumnData data) {
        return switch (type) {
            case EMPTY -> Optional.empty();
            case INT -> Optional.of(new NumberColumn(data, NumberColumn.Meaning.INT));
            case DOUBLE -> Optional.of(new NumberColumn(data, NumberColumn.Meaning.FLOAT));
            case BOOL -> Optional.of(new NumberColumn(data, NumberColumn.Meaning.BOOL));
            case STRING -> Optional.of(DictionaryColumn.ofTexts(data));
            case BYTES, ARRAY, MAP -> {
                ColumnValues.Texts texts = (ColumnValues.Texts) data.values();
                yield Optional.of(new DictionaryColumn(data, id -> Values.of(AttributeRows.text(type, texts, id))));
            }
        };
    }

    /// The attribute `key` of things that many rows share: row `i` belongs to thing `numbers[i]`, whose
    /// attributes are `things.get(numbers[i])`.
    static Column shared(int[] numbers, List<List<Attribute>> things, String key) {
        Value[] values = new Value[things.size()];
        boolean any = false;
        boolean every = true;
        for (int i = 0; i < values.length; i++) {
            values[i] = find(things.get(i), key);
            boolean has = !(values[i] instanceof Value.Nil);
            any |= has;
            every &= has;
        }
        return any ? DictionaryColumn.ofThings(numbers, values, every) : new UnionColumn(List.of());
    }

    /// The value of the last attribute of that key; nil without any.
    static Value find(List<Attribute> attributes, String key) {
        for (Attribute attribute : attributes.reversed()) {
            if (attribute.key().equals(key)) {
                return Values.of(attribute.value());
            }
        }
        return Value.NIL;
    }
}
