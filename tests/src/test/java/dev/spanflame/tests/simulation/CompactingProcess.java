package dev.spanflame.tests.simulation;

import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.log.ManualClock;
import dev.spanflame.block.profile.store.ProfileBlocks;
import dev.spanflame.block.trace.store.BlockMemory;
import dev.spanflame.block.trace.store.TraceBlocks;
import dev.spanflame.compactor.CompactionSettings;
import dev.spanflame.compactor.Compactor;
import dev.spanflame.compactor.CompactorPorts;
import dev.spanflame.model.Signal;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;

/// Makes compactors as a process of its own has them.
public final class CompactingProcess {
    /// How long the objects of a removed block stay.
    public static final Duration GRACE = Duration.ofHours(1);

    private CompactingProcess() {}

    /// Three blocks become one, nothing expires.
    static CompactionSettings settings() {
        return new CompactionSettings(Duration.ofSeconds(30), 3, 3, 1L << 30, GRACE, Map.of());
    }

    /// A compactor that works when it is asked, on what `logs` says of `store`; three blocks become one.
    static Compactor of(ObjectStore store, CommitLogs logs, Path staging, ManualClock clock, long seed)
            throws IOException {
        return new Compactor(ports(store, logs, staging, clock, seed), settings());
    }

    /// What such a compactor works with.
    public static CompactorPorts ports(ObjectStore store, CommitLogs logs, Path staging, InstantSource clock, long seed)
            throws IOException {
        Files.createDirectories(staging);
        TraceBlocks traces = new TraceBlocks(store, new BlockMemory(1 << 20, 1 << 20));
        ProfileBlocks profiles = new ProfileBlocks(store, 1 << 20);
        return new CompactorPorts(
                logs,
                store,
                Map.of(Signal.TRACES, traces, Signal.PROFILES, profiles),
                staging,
                clock,
                new Random(seed),
                new MemoryMeters());
    }
}
