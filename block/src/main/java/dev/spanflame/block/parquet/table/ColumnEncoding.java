package dev.spanflame.block.parquet.table;

/// How all values of a chunk are written. The order of the constants is part of the index format.
public enum ColumnEncoding {
    /// One behind the other.
    PLAIN,
    /// A dictionary page first, then ids of its entries (RLE_DICTIONARY).
    DICTIONARY,
    /// All first bytes, all second bytes, and so on; of numbers alone, as DuckDB reads no others.
    BYTE_STREAM_SPLIT,
    /// Differences of neighbours (DELTA_BINARY_PACKED).
    DELTA;

    /// Whether values of `type` can be written so.
    public boolean suits(PhysicalType type) {
        return switch (this) {
            case PLAIN -> true;
            case DICTIONARY -> type != PhysicalType.BOOLEAN;
            case BYTE_STREAM_SPLIT ->
                type == PhysicalType.INT32 || type == PhysicalType.INT64 || type == PhysicalType.DOUBLE;
            case DELTA -> type == PhysicalType.INT32 || type == PhysicalType.INT64;
        };
    }
}
