package dev.spanflame.block.trace.store;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.trace.SpanFixtures;
import dev.spanflame.block.trace.SpanReader.SpanRecord;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.scan.SpanRowsPartition;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.file.FileObjectStore;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import dev.spanflame.traceql.fetch.SpanPartition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/// A store, and blocks in it.
public final class BlockFixture {
    private final Path folder;
    private final ObjectStore store;
    private final TraceBlocks blocks;
    private final BlockTarget target;

    /// In memory, with row groups of up to `limits`; files being made lie in `folder`.
    public BlockFixture(Path folder, GroupLimits limits) {
        this(folder, limits, new MemoryObjectStore(new RealDisk(), InstantSource.system()));
    }

    /// The same in files below `folder`.
    public static BlockFixture inFiles(Path folder, GroupLimits limits) throws IOException {
        return new BlockFixture(
                folder, limits, new FileObjectStore(folder.resolve("store"), new RealDisk(), InstantSource.system()));
    }

    private BlockFixture(Path folder, GroupLimits limits, ObjectStore store) {
        this.folder = folder;
        this.store = store;
        blocks = new TraceBlocks(store, new BlockMemory(64 << 20, 64 << 20), limits);
        target = new BlockTarget(
                store, folder.resolve("staging"), new Tenant("anonymous"), 0, InstantSource.system(), new Random(1));
    }

    /// Where the objects are.
    public ObjectStore store() {
        return store;
    }

    /// The door.
    public TraceBlocks blocks() {
        return blocks;
    }

    /// Where blocks go.
    public BlockTarget target() {
        return target;
    }

    /// The folder of a block, in a store of files.
    public Path folder(BlockMeta meta) {
        return folder.resolve("store").resolve(meta.folder());
    }

    /// All spans of a block, in order.
    public static List<SpanRecord> records(TraceBlock block) {
        List<SpanRecord> records = new ArrayList<>();
        for (int group = 0; group < block.groupCount(); group++) {
            records.addAll(SpanFixtures.records(block.group(group)));
        }
        return records;
    }

    /// The row groups of a block as the language sees them.
    public static List<SpanPartition> partitions(TraceBlock block) {
        List<SpanPartition> partitions = new ArrayList<>();
        for (int group = 0; group < block.groupCount(); group++) {
            partitions.add(new SpanRowsPartition(block.group(group), block.range(group)));
        }
        partitions.sort(Comparator.comparingLong(
                        (SpanPartition partition) -> partition.range().endNanos())
                .reversed());
        return partitions;
    }

    /// The spans of trace number `trace`, found by its id.
    public static SpanRows trace(TraceBlock block, int trace) {
        return block.trace(Objects.requireNonNull(block.find(block.traces().id(trace))));
    }
}
