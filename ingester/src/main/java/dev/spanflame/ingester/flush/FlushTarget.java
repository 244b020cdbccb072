package dev.spanflame.ingester.flush;

import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ObjectStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Where flushed blocks go: the store, the commit logs, a folder for files in the making, and the id of
/// this ingester.
public record FlushTarget(
        ObjectStore store,
        CommitLogs logs,
        Path staging,
        String ingester,
        InstantSource clock,
        RandomGenerator random) {
    /// Target of one block.
    BlockTarget block(Tenant tenant) {
        return new BlockTarget(store, staging, tenant, 0, clock, random);
    }
}
