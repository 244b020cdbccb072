package dev.spanflame.compactor;

import dev.spanflame.block.BlockMerge;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.model.Signal;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.objectstore.ObjectStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/// What a compactor works with.
///
/// `merges` has the merge of each signal that is to be merged; the blocks of other signals still expire and are
/// cleaned up. `staging` is a folder on the local disk for this compactor alone; what is in it at the start is
/// thrown away. `random` must be thread-safe.
public record CompactorPorts(
        CommitLogs logs,
        ObjectStore store,
        Map<Signal, BlockMerge> merges,
        Path staging,
        InstantSource clock,
        RandomGenerator random,
        Meters meters) {
    /// Copies the map.
    public CompactorPorts {
        merges = Map.copyOf(merges);
    }
}
