package dev.spanflame.block.trace.store.read;

import dev.spanflame.block.RecentlyUsed;
import dev.spanflame.block.trace.TraceFilter;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.store.KeptColumns;

/// What stays in memory of the blocks that were read: decoded columns, ids and rows of traces, of a block by its id or
/// of one page of them, and filters of ids by the id of the block. Thread-safe.
public record Kept(
        KeptColumns columns, RecentlyUsed<String, TraceIndex> traces, RecentlyUsed<String, TraceFilter> filters) {
    /// As much as fits into so many bytes; those for indexes are shared by traces and filters.
    public static Kept of(long columnBytes, long indexBytes) {
        return new Kept(
                new KeptColumns(columnBytes), new RecentlyUsed<>(indexBytes / 2), new RecentlyUsed<>(indexBytes / 2));
    }
}
