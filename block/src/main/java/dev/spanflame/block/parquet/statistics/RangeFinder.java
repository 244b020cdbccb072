package dev.spanflame.block.parquet.statistics;

import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.ValueRange;
import org.jspecify.annotations.Nullable;

/// Finds the smallest and largest value of each page of a chunk and of the chunk, in the order Parquet gives the
/// type. Not thread-safe.
public interface RangeFinder {
    /// Range of the values `[from, to)` of a page, short enough for a column index; null when there is none.
    @Nullable
    ValueRange page(ColumnValues values, int from, int to);

    /// Range of all pages so far; null when there is none.
    @Nullable
    ValueRange chunk();

    /// For a chunk of a column; `seen` is shared by all chunks of a file.
    static RangeFinder of(ColumnSpec spec, TextRangeFinder.Seen seen) {
        return switch (spec.type()) {
            case BYTE_ARRAY -> new TextRangeFinder(spec, seen);
            case FIXED_16 -> new WideRangeFinder();
            case DOUBLE -> new DoubleRangeFinder();
            case BOOLEAN, INT32, INT64, FIXED_8 -> new NumberRangeFinder(spec);
        };
    }

    /// The range of a number stored in `width` bytes, the lowest first.
    static ValueRange numbers(long min, long max, int width) {
        return new ValueRange(lowFirst(min, width), lowFirst(max, width), true, true);
    }

    private static byte[] lowFirst(long value, int width) {
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (value >>> (8 * i));
        }
        return bytes;
    }

    /// Writes an id at `at`, the highest byte first.
    static void putId(long id, byte[] target, int at) {
        for (int i = 0; i < 8; i++) {
            target[at + i] = (byte) (id >>> (56 - 8 * i));
        }
    }
}
