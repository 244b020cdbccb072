package dev.spanflame.block.parquet.table;

/// What the stored values mean to a reader of the file. The order of the constants is part of the index format.
public enum LogicalType {
    /// Just what the physical type says.
    NONE,
    /// UTF-8 in a [PhysicalType#BYTE_ARRAY].
    STRING,
    /// Nanoseconds since 1970-01-01 UTC in an [PhysicalType#INT64].
    TIMESTAMP_NANOS,
    /// An unsigned number of the full width of [PhysicalType#INT32] or [PhysicalType#INT64].
    UNSIGNED;

    /// Whether a column of `type` can have this meaning.
    public boolean suits(PhysicalType type) {
        return switch (this) {
            case NONE -> true;
            case STRING -> type == PhysicalType.BYTE_ARRAY;
            case TIMESTAMP_NANOS -> type == PhysicalType.INT64;
            case UNSIGNED -> type == PhysicalType.INT32 || type == PhysicalType.INT64;
        };
    }
}
