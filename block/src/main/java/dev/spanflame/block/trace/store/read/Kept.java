package dev.spanflame.block.trace.store.read;

import dev.spanflame.block.RecentlyUsed;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.store.KeptColumns;

/// What stays in memory of the blocks that were read: decoded columns, and the ids and rows of all traces of a block,
/// by
/// its id. Thread-safe.
public record Kept(KeptColumns columns, RecentlyUsed<String, TraceIndex> traces) {}
