package dev.spanflame.compactor.capacity;

import dev.spanflame.block.BlockId;
import dev.spanflame.block.BlockMerge;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.model.Signal;
import dev.spanflame.objectstore.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Blocks whose objects are empty and whose metadata say how large they would be.
record Hollow(Sizes sizes) implements BlockMerge {
    @Override
    public BlockMeta merge(List<BlockMeta> inputs, BlockTarget target, BooleanSupplier cancelled) throws IOException {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        long spans = 0;
        for (BlockMeta input : inputs) {
            start = Math.min(start, input.startNanos());
            end = Math.max(end, input.endNanos());
            spans += input.rows();
            for (int i = 0; i < sizes.mergeReads(input.rows()); i++) {
                byte[] _ = target.store().range(input.key(name(0)), 0, 1);
            }
        }
        return put(target, start, end, spans);
    }

    /// Puts a block with the spans of `[startNanos, endNanos)`.
    BlockMeta put(BlockTarget target, long startNanos, long endNanos, long spans) throws IOException {
        BlockId id = BlockId.next(target.clock().instant(), target.random());
        String folder = BlockMeta.folder(target.tenant(), Signal.TRACES, startNanos, id);
        List<BlockMeta.BlockObject> objects = new ArrayList<>();
        for (int i = 0; i < sizes.objects(); i++) {
            target.store().put(folder + name(i), Payload.of(new byte[1]));
            objects.add(new BlockMeta.BlockObject(name(i), i == 0 ? sizes.bytesOf(spans) : 0, 0));
        }
        return new BlockMeta(
                id.text(),
                target.tenant().id(),
                Signal.TRACES.label(),
                1,
                startNanos,
                endNanos,
                spans,
                spans / 35,
                target.level(),
                target.clock().millis(),
                objects);
    }

    private static String name(int object) {
        return "object-" + object;
    }
}
