package dev.spanflame.compactor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spanflame.block.BlockId;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/// Blocks whose rows are lines of text: the smallest thing that is really written, read and merged.
final class LineBlocks {
    static final String ROWS = "rows.txt";
    static final String META = "meta.json";

    private LineBlocks() {}

    /// Writes a block of level 0 that begins at `startNanos`.
    static BlockMeta write(BlockTarget target, Signal signal, long startNanos, List<String> lines) throws IOException {
        BlockId id = BlockId.next(target.clock().instant(), target.random());
        String folder = BlockMeta.folder(target.tenant(), signal, startNanos, id);
        byte[] rows = (String.join("\n", lines) + "\n").getBytes(UTF_8);
        byte[] meta = id.text().getBytes(UTF_8);
        target.store().put(folder + ROWS, Payload.of(rows));
        target.store().put(folder + META, Payload.of(meta));
        List<BlockMeta.BlockObject> objects = List.of(object(ROWS, rows), object(META, meta));
        return new BlockMeta(
                id.text(),
                target.tenant().id(),
                signal.label(),
                1,
                startNanos,
                startNanos + 1_000_000_000L,
                lines.size(),
                1,
                target.level(),
                target.clock().millis(),
                objects);
    }

    /// The lines of a block; fails when one of its objects is missing or changed.
    static List<String> read(ObjectStore store, BlockMeta block) throws IOException {
        for (BlockMeta.BlockObject expected : block.objects()) {
            byte[] bytes = store.get(block.key(expected.name()));
            if (!object(expected.name(), bytes).equals(expected)) {
                throw new IOException("object " + expected.name() + " of " + block.id() + " is not what was written");
            }
        }
        return new String(store.get(block.key(ROWS)), UTF_8).lines().toList();
    }

    /// Where a flush puts its blocks.
    static BlockTarget flushTarget(ObjectStore store, Tenant tenant, InstantSource clock, RandomGenerator random) {
        return new BlockTarget(store, Path.of("unused"), tenant, 0, clock, random);
    }

    /// All different lines of blocks, sorted.
    static List<String> union(ObjectStore store, List<BlockMeta> blocks) throws IOException {
        TreeSet<String> lines = new TreeSet<>();
        for (BlockMeta block : blocks) {
            lines.addAll(read(store, block));
        }
        return new ArrayList<>(lines);
    }

    private static BlockMeta.BlockObject object(String name, byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return new BlockMeta.BlockObject(name, bytes.length, (int) checksum.getValue());
    }
}
