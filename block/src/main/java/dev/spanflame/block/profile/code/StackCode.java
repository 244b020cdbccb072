package dev.spanflame.block.profile.code;

import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.StackValues;
import java.util.BitSet;

/// What is known of the stacks of one partition beyond the names of their functions.
///
/// Used by one thread at a time. Reading may block and may throw [java.io.UncheckedIOException].
public interface StackCode {
    /// Adds to `forest` the frames of all stacks that have a value; the name of each frame is a [FrameText].
    void addFrames(StackValues values, Forest forest);

    /// The stacks that a pattern takes.
    BitSet stacks(NamedStacks wanted);
}
