package dev.spanflame.block.profile;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.profile.live.SegmentView;
import java.io.IOException;

/// Writes blocks of profiles. Thread-safe.
@FunctionalInterface
public interface ProfileBlockWriter {
    /// Puts a block with all profiles of `segment` (at least one) into the target's store. The caller commits the
    /// block, or deletes its objects.
    BlockMeta write(SegmentView segment, BlockTarget target) throws IOException;
}
