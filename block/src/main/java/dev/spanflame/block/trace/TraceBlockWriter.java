package dev.spanflame.block.trace;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import java.io.IOException;
import java.util.List;

/// Writes blocks of traces. Thread-safe.
@FunctionalInterface
public interface TraceBlockWriter {
    /// Puts a block with all spans of `sources` (at least one span in all) into the target's store; spans of one trace
    /// come together, equal ones become one. The caller commits the block, or deletes its objects.
    BlockMeta write(List<? extends SpanRows> sources, BlockTarget target) throws IOException;
}
