package dev.spanflame.block.log;

import dev.spanflame.block.BlockMeta;
import java.util.List;

/// What a writer wants to happen to a tenant's blocks, atomically.
public record Change(
        List<BlockMeta> added, List<String> removed, List<LogEntry.Flushed> flushed, List<String> forgotten) {
    /// Copies the lists.
    public Change {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        flushed = List.copyOf(flushed);
        forgotten = List.copyOf(forgotten);
    }

    /// A flushed block and how far it reaches in the write-ahead log.
    public static Change flush(List<BlockMeta> added, LogEntry.Flushed flushed) {
        return new Change(added, List.of(), List.of(flushed), List.of());
    }

    /// Blocks replaced by others that hold the same data.
    public static Change replace(List<String> removed, List<BlockMeta> added) {
        return new Change(added, removed, List.of(), List.of());
    }

    /// Blocks that go without replacement.
    public static Change remove(List<String> removed) {
        return new Change(List.of(), removed, List.of(), List.of());
    }

    /// Removed blocks whose objects are gone.
    public static Change forget(List<String> forgotten) {
        return new Change(List.of(), List.of(), List.of(), forgotten);
    }
}
