package dev.spanflame.block.trace.store;

import dev.spanflame.block.BlockMerge;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.RecentlyUsed;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.TraceBlockReader;
import dev.spanflame.block.trace.TraceBlockWriter;
import dev.spanflame.block.trace.store.read.BlockInput;
import dev.spanflame.block.trace.store.read.Kept;
import dev.spanflame.block.trace.store.read.StoredBlock;
import dev.spanflame.block.trace.store.write.BlockAssembly;
import dev.spanflame.block.trace.store.write.RunInput;
import dev.spanflame.model.BackendException;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;

/// Writes, opens and merges blocks of traces. Thread-safe.
public final class TraceBlocks implements TraceBlockReader, TraceBlockWriter, BlockMerge {
    private final ObjectStore store;
    private final RecentlyUsed<String, StoredBlock> opened;
    private final Kept kept;
    private final GroupLimits limits;

    /// Opens blocks in `store`, and keeps what `memory` allows.
    public TraceBlocks(ObjectStore store, BlockMemory memory) {
        this(store, memory, GroupLimits.DEFAULT);
    }

    /// The same, writing row groups of up to `limits`.
    public TraceBlocks(ObjectStore store, BlockMemory memory, GroupLimits limits) {
        this.limits = limits;
        this.store = store;
        this.opened = new RecentlyUsed<>(memory.indexBytes() / 2);
        this.kept = Kept.of(memory.columnBytes(), memory.indexBytes() / 2);
    }

    @Override
    public boolean takes(BlockMeta block) {
        return block.isReadable(BlockAssembly.FORMAT_VERSION);
    }

    @Override
    public TraceBlock open(BlockMeta meta) throws IOException {
        StoredBlock block = opened.get(meta.id());
        if (block == null) {
            block = read(meta);
            opened.put(meta.id(), block, block.index().memoryBytes());
        }
        return block.opened();
    }

    /// A block that is about to be replaced: nobody is likely to ask for it again.
    private StoredBlock openOnce(BlockMeta meta) throws IOException {
        StoredBlock known = opened.get(meta.id());
        return known == null ? read(meta) : known.opened();
    }

    private StoredBlock read(BlockMeta meta) throws IOException {
        meta.requireVersion(BlockAssembly.FORMAT_VERSION);
        return new StoredBlock(store, meta, readIndex(meta), kept);
    }

    private BlockIndex readIndex(BlockMeta meta) throws IOException {
        String key = meta.key(BlockTable.INDEX);
        byte[] bytes = store.get(key);
        for (BlockMeta.BlockObject object : meta.objects()) {
            if (object.name().equals(BlockTable.INDEX)) {
                requireUnchanged(key, object, bytes);
            }
        }
        return BlockIndexFormat.parse(key, bytes);
    }

    private static void requireUnchanged(String key, BlockMeta.BlockObject object, byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length);
        if (bytes.length != object.size() || (int) checksum.getValue() != object.crc32c()) {
            throw BackendException.damaged(
                    "damaged_index",
                    key,
                    "'" + key + "' is damaged: it has " + bytes.length + " bytes with CRC-32C "
                            + Integer.toHexString((int) checksum.getValue()) + ", written were " + object.size()
                            + " bytes with " + Integer.toHexString(object.crc32c()));
        }
    }

    @Override
    public BlockMeta write(List<? extends SpanRows> sources, BlockTarget target) throws IOException {
        long rows = 0;
        List<RunInput> inputs = new ArrayList<>();
        for (SpanRows source : sources) {
            inputs.add(new RunInput(source));
            rows += source.spans().rows();
        }
        return new BlockAssembly(target, limits, () -> false).write(inputs, rows);
    }

    @Override
    public BlockMeta merge(List<BlockMeta> inputs, BlockTarget target, BooleanSupplier cancelled) throws IOException {
        long rows = 0;
        List<BlockInput> blocks = new ArrayList<>();
        for (BlockMeta meta : inputs) {
            blocks.add(new BlockInput(openOnce(meta)));
            rows += meta.rows();
        }
        return new BlockAssembly(target, limits, cancelled).write(blocks, rows);
    }
}
