package dev.spanflame.bench;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.SplittableRandom;

/// Where benchmarks put blocks, which they drop again: a store in memory, and a folder to make them in.
final class DroppedBlocks {
    private final ObjectStore store = new MemoryObjectStore(new RealDisk(), Clock.systemUTC());
    private final SplittableRandom random = new SplittableRandom(1);
    private Path staging = Path.of("");

    ObjectStore store() {
        return store;
    }

    /// Makes the folder.
    void open() throws IOException {
        staging = Files.createTempDirectory("bench");
    }

    /// Removes it.
    void close() throws IOException {
        Files.deleteIfExists(staging);
    }

    BlockTarget target(int level) {
        return new BlockTarget(store, staging, Tenant.ANONYMOUS, level, Clock.systemUTC(), random);
    }

    /// The block, whose objects are gone.
    BlockMeta dropped(BlockMeta block) throws IOException {
        for (BlockMeta.BlockObject object : block.objects()) {
            store.delete(block.key(object.name()));
        }
        return block;
    }
}
