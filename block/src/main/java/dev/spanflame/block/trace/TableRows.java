package dev.spanflame.block.trace;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.traceql.fetch.WholeRange;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Rows of one table (spans, events or links): fixed columns named by the enum `C`, and attribute columns.
///
/// Columns may be loaded when they are asked for; loading may block and may throw
/// [java.io.UncheckedIOException]. Values of array and map attributes are their encoded `AnyValue`. Used by
/// one thread at a time.
public interface TableRows<C extends Enum<C>> {
    /// Number of rows.
    int rows();

    /// A fixed column; null when no row has a value.
    @Nullable
    ColumnData column(C column);

    /// The same for somebody who looks at it once: it takes no place among the columns that are kept.
    default @Nullable ColumnData columnOnce(C column) {
        return column(column);
    }

    /// The distinct values of a fixed column where they are known without reading rows, else null.
    default @Nullable ColumnValues distinct(C column) {
        return null;
    }

    /// The distinct values of an attribute where they are known without reading rows, else null.
    default @Nullable ColumnValues distinct(AttributeKey key) {
        return null;
    }

    /// Bounds of the numbers of a fixed column where they are known without reading rows, else null.
    default @Nullable WholeRange bounds(C column) {
        return null;
    }

    /// The same for an attribute of whole numbers.
    default @Nullable WholeRange bounds(AttributeKey key) {
        return null;
    }

    /// Whether some row may have an attribute: false only where it is known, without reading rows, that none has.
    default boolean mayHave(AttributeKey key) {
        return true;
    }

    /// All attribute columns that have a value in some row.
    Collection<AttributeKey> attributes();

    /// Values of an attribute; null when no row has one.
    @Nullable
    ColumnData attribute(AttributeKey key);
}
