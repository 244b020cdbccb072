package dev.spanflame.block.trace.store;

import dev.spanflame.block.RecentlyUsed;
import dev.spanflame.block.column.ColumnData;
import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;

/// Decoded columns of row groups that stay in memory, up to a number of bytes, as long as the heap has room for them.
/// Thread-safe.
public final class KeptColumns {
    private final RecentlyUsed<Place, SoftReference<ColumnData>> columns;

    /// Up to `maxBytes` bytes.
    public KeptColumns(long maxBytes) {
        columns = new RecentlyUsed<>(maxBytes);
    }

    /// Where a column lies: block id, table, number of the row group and of the column; what is made of columns has
    /// numbers that no column has.
    public record Place(String block, BlockTable table, int group, int column) {}

    /// The column at a place if it is at hand, else null.
    public @Nullable ColumnData get(Place place) {
        SoftReference<ColumnData> kept = columns.get(place);
        return kept == null ? null : kept.get();
    }

    /// Keeps a column.
    public void put(Place place, ColumnData column) {
        columns.put(place, new SoftReference<>(column), column.memoryBytes());
    }
}
