package dev.spanflame.block.trace.store;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.TableRows;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// A table as a merge reads it: attributes in columns and attributes without a column apart, so that large values are
/// not all in memory at once. Used by one thread at a time.
public interface SourceTable<C extends Enum<C>> {
    /// Number of rows.
    int rows();

    /// A fixed column; null when no row has a value.
    @Nullable
    ColumnData column(C column);

    /// Attributes that have a column.
    Collection<AttributeKey> columnKeys();

    /// The column of an attribute; null when there is none.
    @Nullable
    ColumnData columnValues(AttributeKey key);

    /// Attributes that have none.
    RestValues rest();

    /// Rows that are all in columns.
    static <C extends Enum<C>> SourceTable<C> of(TableRows<C> table) {
        return new SourceTable<>() {
            @Override
            public int rows() {
                return table.rows();
            }

            @Override
            public @Nullable ColumnData column(C column) {
                return table.column(column);
            }

            @Override
            public Collection<AttributeKey> columnKeys() {
                return table.attributes();
            }

            @Override
            public @Nullable ColumnData columnValues(AttributeKey key) {
                return table.attribute(key);
            }

            @Override
            public RestValues rest() {
                return RestValues.NONE;
            }
        };
    }
}
