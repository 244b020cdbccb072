package dev.spanflame.compactor;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.util.List;

/// Deletes the objects of blocks. Thread-safe.
record BlockObjects(ObjectStore store) {
    /// Deletes all objects of a block that its entry names, the last one first: `meta.json` is written last and goes
    /// first, so that a block with a `meta.json` is whole for whoever looks at the objects alone.
    ///
    /// Done again after a failure, it deletes what is left.
    void delete(BlockMeta block) throws IOException {
        List<BlockMeta.BlockObject> objects = block.objects();
        for (BlockMeta.BlockObject object : objects.reversed()) {
            store.delete(block.key(object.name()));
        }
    }
}
