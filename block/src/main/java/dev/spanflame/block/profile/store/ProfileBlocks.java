package dev.spanflame.block.profile.store;

import dev.spanflame.block.BlockMerge;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.profile.ProfileBlockReader;
import dev.spanflame.block.profile.ProfileBlockWriter;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.code.StackCode;
import dev.spanflame.block.profile.live.SegmentCode;
import dev.spanflame.block.profile.live.SegmentView;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Blocks of profiles in one store: writes, reads and merges them. Thread-safe.
///
/// Decoded indexes and tables of code are kept for the blocks used last. A block whose objects are gone is
/// a [dev.spanflame.objectstore.NoSuchObjectException], when it is opened or, inside an
/// [java.io.UncheckedIOException], later; a damaged one is a [BackendException] of kind CORRUPT that names
/// the object.
public final class ProfileBlocks implements ProfileBlockReader, ProfileBlockWriter, BlockMerge {
    private final ObjectStore store;
    private final BlockCache cache;

    /// Over the blocks of `store`; decoded tables take up to `cacheBytes` bytes of heap between
    /// queries.
    public ProfileBlocks(ObjectStore store, long cacheBytes) {
        this.store = store;
        this.cache = new BlockCache(cacheBytes);
    }

    @Override
    public ProfilePartition open(BlockMeta meta, BooleanSupplier cancelled) throws IOException {
        BlockSource source = new BlockSource(store, requireKnown(meta), cancelled);
        return new OpenBlock(cache.get(source), source);
    }

    /// What is known of the stacks of a partition, of a block or of a live segment.
    ///
    /// Throws [IllegalArgumentException] for a partition of any other kind.
    public static StackCode code(ProfilePartition partition) {
        if (partition instanceof OpenBlock block) {
            return block.code();
        }
        if (partition instanceof SegmentView segment) {
            return new SegmentCode(segment);
        }
        throw new IllegalArgumentException("no code is known of " + partition.getClass());
    }

    @Override
    public BlockMeta write(SegmentView segment, BlockTarget target) throws IOException {
        return new SegmentBlock(segment).write(target);
    }

    @Override
    public boolean takes(BlockMeta block) {
        return block.isReadable(ProfileTables.FORMAT_VERSION);
    }

    /// As [BlockMerge#merge] says. Of profiles that are equal in everything (labels, time, duration and
    /// every sample) one is kept: they are one upload that was sent again. Held in memory are the rows of
    /// profiles, 4 bytes for each stack, names of functions, and the stacks of one service at a time.
    @Override
    public BlockMeta merge(List<BlockMeta> inputs, BlockTarget target, BooleanSupplier cancelled) throws IOException {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("a merge needs at least one block");
        }
        inputs.forEach(ProfileBlocks::requireKnown);
        return new MergedBlock(store, inputs, 0, cancelled).write(target);
    }

    /// The same, but profiles of one series that began in the same `slice` of time become one that lasts
    /// from the first start to the last end. Of its samples there is one for each stack: times, threads,
    /// spans and traces are left out. Totals over times that are whole slices stay as they were.
    public BlockMerge downsampling(Duration slice) {
        if (slice.isNegative() || slice.isZero()) {
            throw new IllegalArgumentException("a slice of time is longer than nothing, not " + slice);
        }
        return (inputs, target, cancelled) -> {
            inputs.forEach(ProfileBlocks::requireKnown);
            return new MergedBlock(store, inputs, slice.toNanos(), cancelled).write(target);
        };
    }

    /// Bytes of heap that decoded tables take now.
    public long cachedBytes() {
        return cache.bytes();
    }

    private static BlockMeta requireKnown(BlockMeta meta) {
        return meta.requireVersion(ProfileTables.FORMAT_VERSION);
    }
}
