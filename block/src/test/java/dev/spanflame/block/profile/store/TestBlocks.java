package dev.spanflame.block.profile.store;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.live.ProfileSegment;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;

/// Blocks of profiles in memory, for tests.
public final class TestBlocks {
    private final ObjectStore store;
    private final ProfileBlocks blocks;
    private final Path staging;
    private final SplittableRandom random = new SplittableRandom(7);

    /// An empty store.
    public TestBlocks() {
        this(new MemoryObjectStore(new RealDisk(), Clock.systemUTC()));
    }

    /// Over the given store.
    public TestBlocks(ObjectStore store) {
        this.store = store;
        this.blocks = new ProfileBlocks(store, 64 << 20);
        try {
            staging = Files.createTempDirectory("staging");
            staging.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The store.
    public ObjectStore store() {
        return store;
    }

    /// What is tested.
    public ProfileBlocks blocks() {
        return blocks;
    }

    /// Folder in which blocks are made.
    public Path staging() {
        return staging;
    }

    /// Where blocks of the anonymous tenant go.
    public BlockTarget target(int level) {
        return new BlockTarget(store, staging, Tenant.ANONYMOUS, level, Clock.systemUTC(), random);
    }

    /// A segment with these batches.
    public static ProfileSegment segment(List<ProfileBatch> batches) {
        ProfileSegment segment = new ProfileSegment();
        batches.forEach(segment::append);
        return segment;
    }

    /// A block with these batches.
    public BlockMeta write(List<ProfileBatch> batches) {
        try {
            return blocks.write(segment(batches).contents(), target(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The blocks as one.
    public BlockMeta merge(List<BlockMeta> inputs) {
        try {
            return blocks.merge(inputs, target(1), () -> false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Opens a block.
    public ProfilePartition open(BlockMeta meta) {
        try {
            return blocks.open(meta, () -> false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
