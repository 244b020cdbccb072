package dev.spanflame.block.parquet.table;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnValues;

/// How a column is stored, and as which [ColumnValues] it lives in memory. The order of the constants is part of the
/// index format.
public enum PhysicalType {
    /// [ColumnValues.Longs] of 0 or 1.
    BOOLEAN(1),
    /// [ColumnValues.Longs], sign-extended; of an unsigned column zero-extended.
    INT32(4),
    /// [ColumnValues.Longs].
    INT64(8),
    /// [ColumnValues.Longs] of raw bits.
    DOUBLE(8),
    /// [ColumnValues.Texts].
    BYTE_ARRAY(4),
    /// Fixed-length byte strings of 8 bytes: [ColumnValues.Longs], the first byte highest; ordered as unsigned.
    FIXED_8(8),
    /// Fixed-length byte strings of 16 bytes: [ColumnValues.Wides]; ordered as unsigned.
    FIXED_16(16);

    private final int width;

    PhysicalType(int width) {
        this.width = width;
    }

    /// Bytes of a plain value; of a byte string, of its length alone.
    public int width() {
        return width;
    }

    /// Whether `values` are of the form this type has in memory.
    public boolean accepts(ColumnValues values) {
        return switch (values) {
            case ColumnValues.Longs _ -> this != BYTE_ARRAY && this != FIXED_16;
            case ColumnValues.Texts _ -> this == BYTE_ARRAY;
            case ColumnValues.Wides _ -> this == FIXED_16;
        };
    }

    /// No values.
    public ColumnValues none() {
        return switch (this) {
            case BYTE_ARRAY -> new ColumnValues.Texts(new int[0], 0, ByteStrings.EMPTY);
            case FIXED_16 -> new ColumnValues.Wides(new long[0], new long[0], 0);
            case BOOLEAN, INT32, INT64, DOUBLE, FIXED_8 -> new ColumnValues.Longs(new long[0], 0);
        };
    }
}
