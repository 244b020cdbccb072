package dev.spanflame.server;

import dev.spanflame.block.live.LiveData;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.overrides.OverridesStore;
import dev.spanflame.block.parquet.encoding.ZstdLibrary;
import dev.spanflame.block.profile.rule.RuleBook;
import dev.spanflame.block.profile.store.ProfileBlocks;
import dev.spanflame.block.trace.store.BlockMemory;
import dev.spanflame.block.trace.store.TraceBlocks;
import dev.spanflame.block.wal.Durability;
import dev.spanflame.compactor.BlockGauges;
import dev.spanflame.compactor.CompactionSettings;
import dev.spanflame.compactor.Compactor;
import dev.spanflame.compactor.CompactorPorts;
import dev.spanflame.compactor.Downsampling;
import dev.spanflame.generator.MetricsGenerator;
import dev.spanflame.ingester.IngestLimits;
import dev.spanflame.ingester.Ingester;
import dev.spanflame.ingester.IngesterSettings;
import dev.spanflame.ingester.flush.FlushRules;
import dev.spanflame.ingester.limit.AcceptedTimes;
import dev.spanflame.ingester.limit.IngestionRate;
import dev.spanflame.ingester.limit.TraceSizes;
import dev.spanflame.ingester.record.RecordedMetrics;
import dev.spanflame.ingester.record.RuleRecorder;
import dev.spanflame.ingester.relabel.RelabelRules;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.proto.inflate.InFlightBudget;
import dev.spanflame.server.config.Compaction;
import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.Flush;
import dev.spanflame.server.config.Limits;
import dev.spanflame.server.config.load.RelabelReload;
import dev.spanflame.server.metrics.MeteredStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a process has behind its ports: its folder, the store, the commit logs, and the parts its role asks
/// for.
final class Backend implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("server");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);
    private static final long MAX_LOG_BYTES = 2L << 30;
    private static final int CACHE_PARTS = 12;
    // so that the inputs of a merge take at most a sixth of it
    private static final long SHARED_FOR_MERGED_BLOCK = 58L << 20;
    private static final int COLUMN_PARTS = 6;
    private static final int PROFILE_CACHE_PARTS = 10;

    private final Configuration configuration;
    private final Meters meters;
    private final Disk disk = new RealDisk();
    private final InstantSource clock = InstantSource.system();
    private final RandomGenerator random = new SecureRandom();
    private final DataFolder folder;
    private final ObjectStore store;
    private final CommitLogs logs;
    private final InFlightBudget inFlight;
    private final Readiness readiness;
    private final LiveGate live = new LiveGate();
    private final TraceBlocks traces;
    private final ProfileBlocks profiles;
    private final Optional<MetricsGenerator> generator;
    private final Optional<RelabelReload> relabel;
    private final Optional<RuleRecorder> recorder;
    private volatile @Nullable Ingester ingester;
    private volatile @Nullable Compactor compactor;

    private Backend(
            Configuration configuration,
            Meters meters,
            DataFolder folder,
            ObjectStore store,
            Optional<RelabelReload> relabel)
            throws IOException {
        this.relabel = relabel;
        this.configuration = configuration;
        this.meters = meters;
        this.folder = folder;
        this.store = store;
        this.logs = new CommitLogs(store, folder.id(), clock, random);
        this.readiness = new Readiness(store, this::flushTrouble);
        this.traces = new TraceBlocks(
                store, new BlockMemory(HeapShare.of(0, CACHE_PARTS, 1), HeapShare.of(0, COLUMN_PARTS, 1)));
        this.profiles = new ProfileBlocks(store, HeapShare.of(0, PROFILE_CACHE_PARTS, 1));
        this.inFlight = new InFlightBudget(
                HeapShare.of(configuration.limits().inFlightBytes().bytes(), 8, 1), RETRY_AFTER);
        this.generator = ingests() && configuration.metricsGenerator().isOn()
                ? Optional.of(GeneratorPart.open(
                        configuration,
                        new OverridesStore(store, random),
                        new MetricsGenerator.Ports(disk, folder.path().resolve("generator"), clock, meters)))
                : Optional.empty();
        Duration interval = configuration.recordingRules().interval();
        this.recorder = ingests() && !interval.isZero()
                ? Optional.of(new RuleRecorder(
                        new RuleBook(store),
                        folder.id(),
                        clock,
                        generator.map(GeneratorPart::recorded).orElse(RecordedMetrics.NOWHERE),
                        interval))
                : Optional.empty();
    }

    /// Opens the folder and the store; nothing runs yet.
    static Backend open(Configuration configuration, Meters meters) throws IOException {
        Optional<RelabelReload> relabel = relabelRules(configuration.relabel().profiles());
        DataFolder folder = DataFolder.open(new RealDisk(), configuration.data());
        boolean opened = false;
        try {
            ZstdLibrary.load(folder.path().resolve("native"));
            ObjectStore store =
                    new MeteredStore(Stores.open(configuration, new RealDisk(), InstantSource.system()), meters);
            Backend backend = new Backend(configuration, meters, folder, store, relabel);
            backend.register();
            opened = true;
            return backend;
        } finally {
            if (!opened) {
                folder.close();
            }
        }
    }

    private String flushTrouble() {
        Ingester opened = ingester;
        return opened == null ? "" : opened.trouble();
    }

    private static Optional<RelabelReload> relabelRules(String file) throws IOException {
        return file.isEmpty() ? Optional.empty() : Optional.of(RelabelReload.open(Path.of(file)));
    }

    /// Reads the write-ahead log and starts to take data, where the role says so. While the store
    /// cannot be reached it waits and tries again, and `/ready` says why.
    void start() throws IOException {
        BlockGauges.register(logs, meters);
        if (ingests()) {
            readiness.starting("reading the write-ahead log");
            Ingester opened = openIngester();
            ingester = opened;
            relabel.ifPresent(rules -> rules.start(configuration.relabel().reload(), meters));
            generator.ifPresent(opened::follow);
            recorder.ifPresent(recording -> {
                opened.follow(recording);
                recording.register(meters);
                recording.start(knownTenants());
            });
            live.open(opened);
        } else {
            live.open(LiveData.NONE);
        }
        if (compacts()) {
            Compactor started = newCompactor();
            started.start();
            compactor = started;
        }
        readiness.started();
    }

    private List<Tenant> knownTenants() {
        try {
            return logs.tenants();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "tenants cannot be listed cause=" + e.getMessage());
            return List.of();
        }
    }

    private boolean compacts() {
        return switch (configuration.role()) {
            case ALL -> configuration.compaction().enabled();
            case COMPACTOR -> true;
            case INGESTER, QUERIER -> false;
        };
    }

    private Compactor newCompactor() {
        Compaction compaction = configuration.compaction();
        CompactionSettings settings = new CompactionSettings(
                        compaction.interval(),
                        compaction.fanIn(),
                        compaction.maxLevel(),
                        compaction.maxBlockBytes().bytes(),
                        compaction.grace(),
                        Map.of(
                                Signal.TRACES,
                                configuration.retention().traces(),
                                Signal.PROFILES,
                                configuration.retention().profiles()))
                .within((int) (HeapShare.shared(Runtime.getRuntime().maxMemory()) / SHARED_FOR_MERGED_BLOCK));
        return new Compactor(
                new CompactorPorts(
                        logs,
                        store,
                        Map.of(Signal.TRACES, traces, Signal.PROFILES, profiles),
                        folder.path().resolve("compaction"),
                        clock,
                        random,
                        meters),
                settings,
                downsampling(compaction));
    }

    private Optional<Downsampling> downsampling(Compaction compaction) {
        return compaction.downsampleProfilesAfter().isZero()
                ? Optional.empty()
                : Optional.of(new Downsampling(
                        Signal.PROFILES,
                        profiles.downsampling(compaction.downsampleProfilesTo()),
                        compaction.downsampleProfilesAfter()));
    }

    private boolean ingests() {
        return switch (configuration.role()) {
            case ALL, INGESTER -> true;
            case COMPACTOR, QUERIER -> false;
        };
    }

    /// A folder for uploads while they come; what a former process left there is gone.
    Path uploads() throws IOException {
        Path uploads = folder.path().resolve("uploads");
        Files.createDirectories(uploads);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(uploads)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
        return uploads;
    }

    /// Whether queries are answered.
    boolean answersQueries() {
        return switch (configuration.role()) {
            case ALL, QUERIER -> true;
            case INGESTER, COMPACTOR -> false;
        };
    }

    private Ingester openIngester() throws IOException {
        IngesterSettings settings = ingesterSettings();
        while (true) {
            try {
                return Ingester.open(settings);
            } catch (IOException e) {
                if (store.health().trouble().isEmpty() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LOG.log(System.Logger.Level.WARNING, "cannot start yet, trying again cause=" + e.getMessage());
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(RETRY_AFTER.toMillis());
        } catch (InterruptedException e) {
            throw new IOException("interrupted while waiting for the store", e);
        }
    }

    private IngesterSettings ingesterSettings() {
        return new IngesterSettings(
                folder.id(),
                folder.path(),
                durability(),
                HeapShare.of(configuration.live().maxBytes().bytes(), 5, 2),
                rules(configuration.flush()),
                limits(configuration.limits()),
                new IngesterSettings.Storage(disk, store, logs, traces, profiles, clock, random),
                meters);
    }

    private Durability durability() {
        return switch (configuration.durability()) {
            case FSYNC -> Durability.FSYNC;
            case OS -> Durability.OS;
        };
    }

    private static FlushRules rules(Flush flush) {
        return new FlushRules(
                flush.maxBytes().bytes(),
                flush.maxAge(),
                flush.smallBytes().bytes(),
                flush.smallAge(),
                MAX_LOG_BYTES,
                FLUSH_INTERVAL);
    }

    private IngestLimits limits(Limits limits) {
        long rate = limits.ingestionRate().bytes();
        long burst = limits.ingestionBurst().bytes();
        long largest = Math.max(
                limits.otlpRequestBytes().bytes(), limits.profileRequestBytes().bytes());
        return new IngestLimits(
                new IngestionRate(rate, burst == 0 ? Math.max(2 * rate, largest) : burst, System::nanoTime),
                new TraceSizes(limits.maxSpansPerTrace()),
                ProfileLimits.DEFAULT.withMaxProfileBytes(
                        (int) limits.profileRequestBytes().bytes()),
                new AcceptedTimes(
                        configuration.retention().traces(),
                        configuration.retention().profiles(),
                        limits.maxFuture()),
                relabel.isPresent() ? relabel.get() : RelabelRules.NONE,
                inFlight);
    }

    private void register() {
        meters.gauge(
                "spanflame_in_flight_bytes",
                "Memory of requests before their data is live",
                List.of(),
                () -> Meters.Reading.single(inFlight.usedBytes()));
        meters.gauge(
                "spanflame_store_healthy",
                "1 while the object store answers, 0 with the trouble in a label while it does not",
                List.of("trouble"),
                () -> List.of(new Meters.Reading(
                        store.health().trouble().isEmpty() ? 1 : 0,
                        List.of(store.health().trouble().map(Enum::name).orElse("")))));
    }

    /// Memory of requests in flight.
    InFlightBudget inFlight() {
        return inFlight;
    }

    /// Whether the process can do its work.
    Readiness readiness() {
        return readiness;
    }

    /// What is not yet in blocks.
    LiveData live() {
        return live;
    }

    /// Which blocks there are.
    CommitLogs logs() {
        return logs;
    }

    /// The object store.
    ObjectStore store() {
        return store;
    }

    /// Blocks of traces.
    TraceBlocks traceBlocks() {
        return traces;
    }

    /// Blocks of profiles.
    ProfileBlocks profileBlocks() {
        return profiles;
    }

    /// Where data goes in; empty when this process takes none.
    Optional<Ingester> ingester() {
        return Optional.ofNullable(ingester);
    }

    /// What makes metrics of spans; empty when nothing does.
    Optional<MetricsGenerator> generator() {
        return generator;
    }

    /// What makes metrics of profiles; empty when nothing does.
    Optional<RuleRecorder> recorder() {
        return recorder;
    }

    /// Makes blocks of all live data.
    void flush() throws IOException {
        Ingester running = ingester;
        if (running != null) {
            running.flushAll();
        }
    }

    /// Merges blocks until nothing is left to merge.
    void compact() throws IOException {
        Compactor running = compactor;
        if (running == null) {
            throw new IOException("this process does not merge blocks (role, compaction.enabled)");
        }
        Compactor.Report report = running.compactAll();
        if (report.failures() > 0) {
            throw new IOException(report.failures() + " merges failed, " + report.merges()
                    + " were made; the log of the server says why");
        }
    }

    @Override
    public void close() throws IOException {
        try (folder;
                store) {
            Compactor merging = compactor;
            if (merging != null) {
                merging.close();
            }
            Ingester running = ingester;
            if (running != null) {
                running.close();
            }
            recorder.ifPresent(RuleRecorder::close);
            relabel.ifPresent(RelabelReload::close);
            generator.ifPresent(MetricsGenerator::close);
        }
    }
}
