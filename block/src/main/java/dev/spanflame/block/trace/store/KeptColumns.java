package dev.spanflame.block.trace.store;

import dev.spanflame.block.RecentlyUsed;
import dev.spanflame.block.column.ColumnData;
import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;

/// Decoded columns of row groups, and what was made of them, that stay in memory, up to a number of bytes, as long as
/// the heap has room for them. Thread-safe.
public final class KeptColumns {
    private final RecentlyUsed<Object, SoftReference<Object>> kept;

    /// Up to `maxBytes` bytes.
    public KeptColumns(long maxBytes) {
        kept = new RecentlyUsed<>(maxBytes);
    }

    /// Where a column lies: block id, table, number of the row group and of the column; what is made of columns has
    /// numbers that no column has.
    public record Place(String block, BlockTable table, int group, int column) {}

    /// What else was made of a row group of spans of a block: a thing of a type.
    public record Made(String block, int group, Class<?> type) {}

    /// The column at a place if it is at hand, else null.
    public @Nullable ColumnData get(Place place) {
        return at(place, ColumnData.class);
    }

    /// What was made if it is at hand, else null; `type` is that of `place`.
    public <T> @Nullable T get(Made place, Class<T> type) {
        return at(place, type);
    }

    private <T> @Nullable T at(Object place, Class<T> type) {
        SoftReference<Object> known = kept.get(place);
        return known == null ? null : type.cast(known.get());
    }

    /// Keeps a column.
    public void put(Place place, ColumnData column) {
        kept.put(place, new SoftReference<>(column), column.memoryBytes());
    }

    /// Keeps what was made, which takes `bytes` bytes.
    public void put(Made place, Object made, long bytes) {
        kept.put(place, new SoftReference<>(made), bytes);
    }
}
