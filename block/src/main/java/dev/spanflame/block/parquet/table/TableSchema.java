package dev.spanflame.block.parquet.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The columns of a table, the same in all row groups of a file. Immutable.
public final class TableSchema {
    private final List<ColumnSpec> columns;
    private final Map<String, Integer> positions = new HashMap<>();

    /// Throws [IllegalArgumentException] without columns, or when two names are equal but for the case of `A` to `Z`:
    /// SQL engines could not tell them apart.
    public TableSchema(List<ColumnSpec> columns) {
        this.columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a table needs at least one column");
        }
        Map<String, String> folded = new HashMap<>();
        for (ColumnSpec column : columns) {
            positions.put(column.name(), positions.size());
            String other = folded.put(fold(column.name()), column.name());
            if (other != null) {
                throw new IllegalArgumentException("columns '" + other + "' and '" + column.name()
                        + "' of one table have the same name in the eyes of SQL engines");
            }
        }
    }

    /// The columns in their order.
    public List<ColumnSpec> columns() {
        return columns;
    }

    /// One column.
    public ColumnSpec column(int index) {
        return columns.get(index);
    }

    /// Number of columns.
    public int size() {
        return columns.size();
    }

    /// Position of the column of exactly this name.
    public OptionalInt find(String name) {
        Integer position = positions.get(name);
        return position == null ? OptionalInt.empty() : OptionalInt.of(position);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TableSchema schema && columns.equals(schema.columns);
    }

    @Override
    public int hashCode() {
        return columns.hashCode();
    }

    @Override
    public String toString() {
        return columns.toString();
    }

    private static String fold(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            folded.append(letter >= 'A' && letter <= 'Z' ? (char) (letter + 32) : letter);
        }
        return folded.toString();
    }
}
