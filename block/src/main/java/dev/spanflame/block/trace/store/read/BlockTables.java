package dev.spanflame.block.trace.store.read;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.parquet.TableReader;
import dev.spanflame.block.parquet.table.ReadLimits;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.trace.store.BlockIndex;
import dev.spanflame.block.trace.store.BlockTable;
import dev.spanflame.objectstore.ObjectStore;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The index of a block and readers of its tables. Immutable, thread-safe.
final class BlockTables {
    private final BlockIndex index;
    private final EnumMap<BlockTable, TableReader> readers = new EnumMap<>(BlockTable.class);

    BlockTables(ObjectStore store, BlockMeta meta, BlockIndex index) {
        this.index = index;
        for (Map.Entry<BlockTable, TableIndex> entry : index.tables().entrySet()) {
            String key = meta.key(entry.getKey().object());
            readers.put(
                    entry.getKey(),
                    new TableReader(
                            key,
                            entry.getValue(),
                            (offset, length) -> store.range(key, offset, length),
                            ReadLimits.DEFAULT));
        }
    }

    BlockIndex index() {
        return index;
    }

    /// Reader of a table; empty for a table without rows.
    Optional<TableReader> reader(BlockTable table) {
        return Optional.ofNullable(readers.get(table));
    }

    /// Rows of a table before its row group `group`.
    long firstRow(BlockTable table, int group) {
        long rows = 0;
        TableReader reader = readers.get(table);
        for (int i = 0; reader != null && i < group; i++) {
            rows += reader.index().group(i).rows();
        }
        return rows;
    }
}
