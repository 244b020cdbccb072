package dev.spanflame.block.profile.code;

import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.StackPattern;
import dev.spanflame.block.profile.store.ProfileBlocks;
import java.util.BitSet;

/// Stacks that a pattern takes by the names that answers show: stored ones, and those that `naming` knows for
/// native frames. Immutable.
public record NamedStacks(StackPattern pattern, FrameNaming naming) {
    /// The stacks of a partition.
    public BitSet in(ProfilePartition partition) {
        return ProfileBlocks.code(partition).stacks(this);
    }
}
