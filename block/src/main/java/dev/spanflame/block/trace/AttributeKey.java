package dev.spanflame.block.trace;

import dev.spanflame.model.trace.ValueType;

/// What names a column of attribute values: the key, and the type its values have.
///
/// One key may have values of several types; each type is a column of its own.
public record AttributeKey(String key, ValueType type) implements Comparable<AttributeKey> {
    @Override
    public int compareTo(AttributeKey other) {
        int byKey = key.compareTo(other.key);
        return byKey != 0 ? byKey : type.compareTo(other.type);
    }

    /// Whether values are byte strings ([dev.spanflame.block.column.ColumnValues.Texts]) and not numbers.
    public boolean isText() {
        return switch (type) {
            case STRING, BYTES, ARRAY, MAP -> true;
            case EMPTY, BOOL, INT, DOUBLE -> false;
        };
    }
}
