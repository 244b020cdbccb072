package dev.spanflame.block.parquet.table;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.Presence;
import java.nio.charset.StandardCharsets;

/// A column of a table. The name is any text but the empty one; dots in it are ordinary characters.
public record ColumnSpec(String name, PhysicalType type, LogicalType logical, boolean optional) {
    /// Throws [IllegalArgumentException] for an empty name, a name that is not Unicode, or types that do not suit.
    public ColumnSpec {
        if (name.isEmpty() || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException("'" + name + "' is not a column name: it is empty or not Unicode");
        }
        if (!logical.suits(type)) {
            throw new IllegalArgumentException("column '" + name + "': " + logical + " cannot be stored as " + type);
        }
    }

    /// A column with a value in every row.
    public static ColumnSpec required(String name, PhysicalType type, LogicalType logical) {
        return new ColumnSpec(name, type, logical, false);
    }

    /// A column in which rows may lack a value.
    public static ColumnSpec optional(String name, PhysicalType type, LogicalType logical) {
        return new ColumnSpec(name, type, logical, true);
    }

    /// The column over `rows` rows of which none has a value.
    public ColumnData absent(int rows) {
        return new ColumnData(Presence.none(rows), type.none());
    }

    /// Whether numbers of this column are ordered as unsigned.
    public boolean isUnsigned() {
        return logical == LogicalType.UNSIGNED || type == PhysicalType.FIXED_8;
    }
}
