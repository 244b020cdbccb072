package dev.spanflame.block.profile.store;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.parquet.TableReader;
import dev.spanflame.block.parquet.table.ReadLimits;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/// Fetches bytes of one block for one caller, who may go away meanwhile. Immutable.
record BlockSource(ObjectStore store, BlockMeta meta, BooleanSupplier cancelled) {
    /// Limits for the tables of a block: pages of nodes are larger than others.
    private static final ReadLimits LIMITS = ReadLimits.DEFAULT;

    /// The bytes of the index.
    byte[] index() throws IOException {
        checkCancelled();
        return store.get(meta.key(ProfileTables.INDEX));
    }

    /// A table of the block; throws [BackendException] of kind CORRUPT when the block has none of that name.
    TableScan table(BlockIndex index, String name) {
        TableIndex table = index.tables().get(name);
        if (table == null) {
            throw corrupt("it has no table '" + name + "'");
        }
        String key = meta.key(name);
        return new TableScan(new TableReader(key, table, (offset, length) -> range(key, offset, length), LIMITS));
    }

    private byte[] range(String key, long offset, int length) throws IOException {
        checkCancelled();
        return store.range(key, offset, length);
    }

    private void checkCancelled() {
        if (cancelled.getAsBoolean()) {
            throw new BackendException(ErrorKind.CANCELLED, "cancelled", "the caller went away");
        }
    }

    /// What is said of a block whose parts contradict each other.
    BackendException corrupt(String what) {
        return BackendException.damaged(
                "damaged_block", meta.folder(), "block '" + meta.folder() + "' is damaged: " + what);
    }
}
