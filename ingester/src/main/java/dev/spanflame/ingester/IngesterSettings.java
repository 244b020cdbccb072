package dev.spanflame.ingester;

import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.profile.ProfileBlockWriter;
import dev.spanflame.block.trace.TraceBlockWriter;
import dev.spanflame.block.wal.Durability;
import dev.spanflame.ingester.flush.FlushRules;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.Disk;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Everything an [Ingester] is made of. `folder` holds its write-ahead log and files in the making; `id`
/// names it in the commit logs and must stay the same as long as the folder does.
public record IngesterSettings(
        String id,
        Path folder,
        Durability durability,
        long liveBytes,
        FlushRules flush,
        IngestLimits limits,
        Storage storage,
        Meters meters) {
    /// Where blocks go and how they are written. `random` must be thread-safe.
    public record Storage(
            Disk disk,
            ObjectStore store,
            CommitLogs logs,
            TraceBlockWriter traces,
            ProfileBlockWriter profiles,
            InstantSource clock,
            RandomGenerator random) {}

    /// Folder of the write-ahead log.
    Path walFolder() {
        return folder.resolve("wal");
    }

    /// Folder of files in the making, emptied at every start.
    Path stagingFolder() {
        return folder.resolve("staging");
    }
}
