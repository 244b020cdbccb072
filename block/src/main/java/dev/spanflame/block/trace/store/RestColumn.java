package dev.spanflame.block.trace.store;

import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.TableSchema;
import java.util.Arrays;
import java.util.Locale;

/// The columns of `attributes.parquet`.
public enum RestColumn {
    /// Name of the table that the owner is in.
    TABLE,
    /// Row of the owner in its table.
    ROW,
    /// Key of the attribute.
    KEY,
    /// Name of the type, as [dev.spanflame.model.trace.ValueType#label] has it.
    TYPE,
    /// Bytes of the text or byte string; 0 for numbers.
    SIZE,
    /// Value of a string; JSON text of an array or map.
    TEXT,
    /// Value of an int, 0 or 1 for a bool.
    NUMBER,
    /// Value of a double.
    REAL,
    /// Value of type bytes; an array or map whose JSON text would be too long, as an encoded `AnyValue`.
    BYTES;

    /// All of them.
    public static final TableSchema SCHEMA =
            new TableSchema(Arrays.stream(values()).map(RestColumn::spec).toList());

    private ColumnSpec spec() {
        String name = name().toLowerCase(Locale.ROOT);
        return switch (this) {
            case TABLE, KEY, TYPE -> ColumnSpec.required(name, PhysicalType.BYTE_ARRAY, LogicalType.STRING);
            case ROW -> ColumnSpec.required(name, PhysicalType.INT64, LogicalType.NONE);
            case SIZE -> ColumnSpec.required(name, PhysicalType.INT32, LogicalType.NONE);
            case TEXT -> ColumnSpec.optional(name, PhysicalType.BYTE_ARRAY, LogicalType.STRING);
            case NUMBER -> ColumnSpec.optional(name, PhysicalType.INT64, LogicalType.NONE);
            case REAL -> ColumnSpec.optional(name, PhysicalType.DOUBLE, LogicalType.NONE);
            case BYTES -> ColumnSpec.optional(name, PhysicalType.BYTE_ARRAY, LogicalType.NONE);
        };
    }
}
