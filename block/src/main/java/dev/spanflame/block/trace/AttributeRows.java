package dev.spanflame.block.trace;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.ValueType;
import dev.spanflame.proto.otlp.AnyValueCodec;
import java.util.ArrayList;
import java.util.List;

/// Reads attribute columns back as records, for a range of rows.
public final class AttributeRows {
    private AttributeRows() {}

    /// Attributes of the rows `[from, to)`, a list for each row, sorted by key.
    public static List<List<Attribute>> read(TableRows<?> table, int from, int to) {
        List<List<Attribute>> lists = new ArrayList<>(to - from);
        for (int row = from; row < to; row++) {
            lists.add(new ArrayList<>());
        }
        for (AttributeKey key : table.attributes()) {
            ColumnData column = table.attribute(key);
            if (column != null) {
                addColumn(lists, key, column, from, to);
            }
        }
        return lists;
    }

    private static void addColumn(List<List<Attribute>> lists, AttributeKey key, ColumnData column, int from, int to) {
        Presence presence = column.presence();
        int at = presence.rank(from);
        for (int row = from; row < to; row++) {
            if (presence.has(row)) {
                lists.get(row - from).add(new Attribute(key.key(), value(key.type(), column.values(), at++)));
            }
        }
    }

    /// The value at `index` of `values` as a record.
    public static AttributeValue value(ValueType type, ColumnValues values, int index) {
        return switch (values) {
            case ColumnValues.Longs longs -> number(type, longs.at(index));
            case ColumnValues.Texts texts -> text(type, texts, texts.id(index));
            case ColumnValues.Wides _ -> throw new IllegalStateException("attributes are never 16-byte ids");
        };
    }

    private static AttributeValue number(ValueType type, long bits) {
        return switch (type) {
            case INT -> new AttributeValue.Int(bits);
            case DOUBLE -> new AttributeValue.Real(Double.longBitsToDouble(bits));
            case BOOL -> new AttributeValue.Bool(bits != 0);
            case EMPTY -> new AttributeValue.Empty();
            case STRING, BYTES, ARRAY, MAP -> throw new IllegalStateException(type + " is not stored as a number");
        };
    }

    /// Entry `id` of the dictionary of `texts` as a record.
    public static AttributeValue text(ValueType type, ColumnValues.Texts texts, int id) {
        return switch (type) {
            case STRING -> new AttributeValue.Text(texts.entries().text(id));
            case BYTES -> new AttributeValue.Bytes(texts.entries().copy(id));
            case ARRAY, MAP ->
                AnyValueCodec.decode(
                        texts.entries().bytes(),
                        texts.entries().offset(id),
                        texts.entries().offset(id) + texts.entries().length(id));
            case INT, DOUBLE, BOOL, EMPTY -> throw new IllegalStateException(type + " is not stored as text");
        };
    }
}
