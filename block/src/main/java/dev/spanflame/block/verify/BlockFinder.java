package dev.spanflame.block.verify;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.log.Snapshot;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;

/// Finds blocks by what people have of them. Used by one thread.
public final class BlockFinder {
    private final CommitLogs logs;

    /// In `store`.
    public BlockFinder(ObjectStore store) {
        this.logs = new CommitLogs(store, "find", InstantSource.system(), new Random());
    }

    /// The block whose id is `text`, or the last segment of it, so that the path of its folder does as
    /// well: a live one, or one that was removed lately.
    public Optional<BlockMeta> find(String text) throws IOException {
        String id = text.replaceAll("/+$", "");
        id = id.substring(id.lastIndexOf('/') + 1);
        for (Tenant tenant : logs.tenants()) {
            Snapshot snapshot = logs.of(tenant).refresh();
            BlockMeta live = snapshot.blocks().get(id);
            if (live != null) {
                return Optional.of(live);
            }
            Snapshot.Removed removed = snapshot.removed().get(id);
            if (removed != null) {
                return Optional.of(removed.meta());
            }
        }
        return Optional.empty();
    }
}
