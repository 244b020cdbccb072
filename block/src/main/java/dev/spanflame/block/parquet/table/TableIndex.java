package dev.spanflame.block.parquet.table;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything a reader needs to know of a file before it reads pages: with it, neither footer nor offset index is
/// fetched. Immutable. [TableIndexFormat] makes it bytes.
///
/// `fileBytes`: size of the whole file. `metadata`: what the writer was given to store along.
public record TableIndex(
        TableSchema schema, List<RowGroupIndex> groups, long fileBytes, SortedMap<String, String> metadata) {
    /// Throws [IllegalArgumentException] when a row group does not have the columns of the schema, or a chunk does
    /// not lie in the file or is written in a way its type does not allow; of packed ones when they are asked for.
    public TableIndex {
        groups = List.copyOf(groups);
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
        for (RowGroupIndex group : groups) {
            require(schema, group, fileBytes);
        }
    }

    private static void require(TableSchema schema, RowGroupIndex group, long fileBytes) {
        if (group.chunks().size() != schema.size()) {
            throw new IllegalArgumentException(
                    "a row group has " + group.chunks().size() + " columns instead of " + schema.size());
        }
        if (!(group.chunks() instanceof PackedChunks)) {
            for (int column = 0; column < schema.size(); column++) {
                require(schema.column(column), group.chunk(column), fileBytes);
            }
        }
    }

    static void require(ColumnSpec spec, ChunkIndex chunk, long fileBytes) {
        if (chunk.bytes().end() > fileBytes) {
            throw new IllegalArgumentException("column '" + spec.name() + "' would end at byte "
                    + chunk.bytes().end() + " of a file of " + fileBytes);
        }
        if (!chunk.encoding().suits(spec.type()) || (!spec.optional() && chunk.nulls() > 0)) {
            throw new IllegalArgumentException("column '" + spec.name() + "' of type " + spec.type()
                    + (spec.optional() ? "" : ", required,") + " would be written as " + chunk.encoding() + " with "
                    + chunk.nulls() + " nulls");
        }
    }

    /// One row group.
    public RowGroupIndex group(int index) {
        return groups.get(index);
    }

    /// Rows of all row groups.
    public long rows() {
        long rows = 0;
        for (RowGroupIndex group : groups) {
            rows += group.rows();
        }
        return rows;
    }

    /// Heap that what is known of row groups takes, in bytes: nearly all of it.
    public long memoryBytes() {
        long bytes = 0;
        for (RowGroupIndex group : groups) {
            bytes += group.memoryBytes();
        }
        return bytes;
    }
}
