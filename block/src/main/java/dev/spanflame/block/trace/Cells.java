package dev.spanflame.block.trace;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import org.jspecify.annotations.Nullable;

/// Reads single cells of columns that may be absent.
public final class Cells {
    private Cells() {}

    /// The number in `row`, or `fallback` where it has none.
    public static long number(@Nullable ColumnData column, int row, long fallback) {
        if (column == null || !column.presence().has(row)) {
            return fallback;
        }
        return ((ColumnValues.Longs) column.values()).at(column.presence().rank(row));
    }

    /// The text in `row`, or the empty text.
    public static String text(@Nullable ColumnData column, int row) {
        if (column == null || !column.presence().has(row)) {
            return "";
        }
        ColumnValues.Texts texts = (ColumnValues.Texts) column.values();
        return texts.entries().text(texts.id(column.presence().rank(row)));
    }

    /// Upper half of the 16-byte id in `row`.
    public static long high(@Nullable ColumnData column, int row) {
        return column == null ? 0 : wides(column).highs()[column.presence().rank(row)];
    }

    /// Lower half of the 16-byte id in `row`.
    public static long low(@Nullable ColumnData column, int row) {
        return column == null ? 0 : wides(column).lows()[column.presence().rank(row)];
    }

    /// First row at or after which the ascending numbers of a full column are at least `bound`.
    public static int lowerBound(@Nullable ColumnData column, long bound) {
        if (column == null) {
            return 0;
        }
        ColumnValues.Longs longs = (ColumnValues.Longs) column.values();
        int from = 0;
        int to = longs.count();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (longs.at(middle) < bound) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private static ColumnValues.Wides wides(ColumnData column) {
        return (ColumnValues.Wides) column.values();
    }
}
