package dev.spanflame.compactor;

import dev.spanflame.block.BlockMerge;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.model.Signal;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/// Merges blocks of lines, all in memory.
record LineMerge(Signal signal) implements BlockMerge {
    @Override
    public boolean takes(BlockMeta block) {
        return block.isReadable(1);
    }

    @Override
    public BlockMeta merge(List<BlockMeta> inputs, BlockTarget target, BooleanSupplier cancelled) throws IOException {
        List<String> lines = LineBlocks.union(target.store(), inputs);
        if (cancelled.getAsBoolean()) {
            throw new CancellationException();
        }
        BlockMeta first = inputs.stream()
                .min(Comparator.comparingLong(BlockMeta::startNanos))
                .orElseThrow();
        BlockMeta last = inputs.stream()
                .max(Comparator.comparingLong(BlockMeta::endNanos))
                .orElseThrow();
        BlockMeta made = LineBlocks.write(target, signal, first.startNanos(), lines);
        return new BlockMeta(
                made.id(),
                made.tenant(),
                made.signal(),
                1,
                made.startNanos(),
                last.endNanos(),
                made.rows(),
                1,
                made.level(),
                made.createdMillis(),
                made.objects());
    }
}
