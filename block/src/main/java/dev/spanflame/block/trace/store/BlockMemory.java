package dev.spanflame.block.trace.store;

/// How much of what was read of blocks stays in memory, in bytes: indexes, and decoded columns of row groups.
///
/// Columns go earlier where heap is needed for something else.
public record BlockMemory(long indexBytes, long columnBytes) {
    /// Nothing stays.
    public static final BlockMemory NONE = new BlockMemory(0, 0);
}
