package dev.spanflame.server;

import dev.spanflame.block.live.LiveData;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.wal.Durability;
import dev.spanflame.ingester.IngestLimits;
import dev.spanflame.ingester.Ingester;
import dev.spanflame.ingester.IngesterSettings;
import dev.spanflame.ingester.flush.FlushRules;
import dev.spanflame.ingester.limit.IngestionRate;
import dev.spanflame.ingester.limit.TraceSizes;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.proto.inflate.InFlightBudget;
import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.Flush;
import dev.spanflame.server.config.Limits;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a process has behind its ports: its folder, the store, the commit logs, and the parts its role asks for.
final class Backend implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("server");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final long MAX_LOG_BYTES = 2L << 30;

    private final Configuration configuration;
    private final Meters meters;
    private final Disk disk = RealDisk.INSTANCE;
    private final InstantSource clock = InstantSource.system();
    private final RandomGenerator random = new SecureRandom();
    private final DataFolder folder;
    private final ObjectStore store;
    private final CommitLogs logs;
    private final InFlightBudget inFlight;
    private final Readiness readiness;
    private final LiveGate live = new LiveGate();
    private @Nullable Ingester ingester;

    private Backend(Configuration configuration, Meters meters, DataFolder folder, ObjectStore store) {
        this.configuration = configuration;
        this.meters = meters;
        this.folder = folder;
        this.store = store;
        this.logs = new CommitLogs(store, folder.id(), clock, random);
        this.readiness = new Readiness(store);
        this.inFlight = new InFlightBudget(
                orShare(configuration.limits().inFlightBytes().bytes(), 8, 1), RETRY_AFTER);
    }

    /// Opens the folder and the store; nothing runs yet.
    static Backend open(Configuration configuration, Meters meters) throws IOException {
        DataFolder folder = DataFolder.open(RealDisk.INSTANCE, configuration.data());
        boolean opened = false;
        try {
            ObjectStore store = Stores.open(configuration, RealDisk.INSTANCE, InstantSource.system());
            Backend backend = new Backend(configuration, meters, folder, store);
            backend.register();
            opened = true;
            return backend;
        } finally {
            if (!opened) {
                folder.close();
            }
        }
    }
}
