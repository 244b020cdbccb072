package dev.spanflame.tests.syscalls;

import dev.spanflame.block.log.ManualClock;
import dev.spanflame.compactor.CompactionSettings;
import dev.spanflame.compactor.Compactor;
import dev.spanflame.ingester.TestIngester;
import dev.spanflame.model.Signal;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.file.FileObjectStore;
import dev.spanflame.tests.simulation.CompactingProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// An ingester and a compactor over a folder of the real disk. The same seed makes the same ids.
final class StorageCore implements AutoCloseable {
    /// About when the spans of [TestIngester] are.
    static final Instant START = Instant.parse("2026-11-18T12:00:00Z");

    /// How old data gets.
    static final Duration RETENTION = Duration.ofDays(14);

    private final TestIngester ingester;
    private final Compactor compactor;
    private final FileObjectStore store;

    StorageCore(Path folder, Disk disk, ManualClock clock, long seed) throws IOException {
        store = new FileObjectStore(folder.resolve("blocks"), disk, clock);
        ingester = new TestIngester(TestIngester.Options.of(disk, store, folder).with(clock, seed));
        compactor = new Compactor(
                CompactingProcess.ports(store, ingester.logs(), folder.resolve("merging"), clock, ~seed),
                new CompactionSettings(
                        Duration.ofSeconds(30),
                        3,
                        3,
                        1L << 30,
                        CompactingProcess.GRACE,
                        Map.of(Signal.TRACES, RETENTION, Signal.PROFILES, RETENTION)));
    }

    TestIngester ingester() {
        return ingester;
    }

    Compactor compactor() {
        return compactor;
    }

    @Override
    public void close() throws IOException {
        compactor.close();
        ingester.close();
        store.close();
    }
}
