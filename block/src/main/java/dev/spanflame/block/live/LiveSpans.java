package dev.spanflame.block.live;

import dev.spanflame.block.log.Snapshot;
import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.model.Signal;
import java.util.List;

/// Spans of one live segment of `ingester`, as they were at one moment: none of them is seen twice within a run, but
/// one trace may have spans in several runs.
///
/// `through` is the last sequence number of the write-ahead log that may be in it, `Long.MAX_VALUE` while it grows.
public record LiveSpans(String ingester, long through, List<SpanRun> runs) {
    /// Copies the list.
    public LiveSpans {
        runs = List.copyOf(runs);
    }

    /// Whether all of it is in the blocks of `snapshot` already.
    public boolean isIn(Snapshot snapshot) {
        return through <= snapshot.flushedThrough(ingester, Signal.TRACES);
    }
}
