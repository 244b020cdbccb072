package dev.spanflame.ingester.flush;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import java.io.IOException;
import java.util.Optional;

/// Makes a block of a segment; empty when the segment has nothing to store.
@FunctionalInterface
public interface BlockBuild<S> {
    /// Puts the objects of the block into the target's store; the caller commits it.
    Optional<BlockMeta> build(S segment, BlockTarget target) throws IOException;
}
