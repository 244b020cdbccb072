package dev.spanflame.block.trace;

import dev.spanflame.block.column.ColumnData;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A table whose columns are all in memory. Immutable; safe to share.
public final class MemoryTable<C extends Enum<C>> implements TableRows<C> {
    private final int rows;
    private final Map<C, ColumnData> columns;
    private final SortedMap<AttributeKey, ColumnData> attributes;

    /// A table of `rows` rows; columns in which no row has a value are left out of the maps.
    public MemoryTable(int rows, EnumMap<C, ColumnData> columns, Map<AttributeKey, ColumnData> attributes) {
        this.rows = rows;
        this.columns = columns.clone();
        this.attributes = new TreeMap<>(attributes);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public @Nullable ColumnData column(C column) {
        return columns.get(column);
    }

    @Override
    public Collection<AttributeKey> attributes() {
        return attributes.keySet();
    }

    @Override
    public @Nullable ColumnData attribute(AttributeKey key) {
        return attributes.get(key);
    }
}
