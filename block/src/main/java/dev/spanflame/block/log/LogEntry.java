package dev.spanflame.block.log;

import dev.spanflame.block.BlockMeta;
import java.util.List;

/// One entry of a tenant's log: blocks that appear and blocks that go, all at once.
///
/// `entryId` is random, so that a writer whose answer was lost recognises its own entry. `flushed` says up to which
/// sequence number an ingester's write-ahead log is contained in blocks. `forgotten` names removed blocks whose
/// objects are gone.
public record LogEntry(
        String entryId,
        String writer,
        long timeMillis,
        List<BlockMeta> added,
        List<String> removed,
        List<Flushed> flushed,
        List<String> forgotten) {
    /// Copies the lists.
    public LogEntry {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        flushed = List.copyOf(flushed);
        forgotten = List.copyOf(forgotten);
    }

    /// Up to `walThrough`, every record of this ingester and signal is in blocks.
    public record Flushed(String ingester, String signal, long walThrough) {}
}
