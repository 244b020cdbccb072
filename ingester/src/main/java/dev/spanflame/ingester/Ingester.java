package dev.spanflame.ingester;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.live.LiveData;
import dev.spanflame.block.live.LiveProfiles;
import dev.spanflame.block.live.LiveSpans;
import dev.spanflame.block.profile.live.SegmentView;
import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.wal.Wal;
import dev.spanflame.block.wal.WalOptions;
import dev.spanflame.block.wal.WalReplay;
import dev.spanflame.block.wal.WalStream;
import dev.spanflame.ingester.flush.FlushTarget;
import dev.spanflame.ingester.flush.Flusher;
import dev.spanflame.ingester.live.LiveMemory;
import dev.spanflame.ingester.live.LiveStreams;
import dev.spanflame.ingester.live.ProfileHold;
import dev.spanflame.ingester.live.Slot;
import dev.spanflame.ingester.live.TraceSegment;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.Meters;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileFollower;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanFollower;
import dev.spanflame.objectstore.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Takes spans and profiles, makes them durable, shows them to queries, and turns them into blocks.
/// Thread-safe.
///
/// ```
/// request ─ decode ─ limits ─ write-ahead log ─ live segment ─ OK
///                                └─ cut ─ block ─ commit log ─ release of the log
/// ```
public final class Ingester implements LiveData, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("ingester");

    private final String id;
    private final Wal wal;
    private final LiveStreams<SpanBatch, TraceSegment> traces;
    private final LiveStreams<List<ProfileBatch>, ProfileHold> profiles;
    private final Flusher flusher;
    private final FlushTimer timer;
    private final ExecutorService sealer;
    private final SpanStore spanIntake;
    private final ProfileStore profileIntake;

    /// Parts that exist before the log is open.
    private record Parts(
            LiveMemory memory,
            LiveStreams<SpanBatch, TraceSegment> traces,
            ProfileStore.Live profiles,
            Flusher flusher,
            ExecutorService sealer) {}

    private Ingester(IngesterSettings settings, Parts parts, Wal wal) {
        InstantSource clock = settings.storage().clock();
        this.id = settings.id();
        this.wal = wal;
        this.traces = parts.traces();
        this.profiles = parts.profiles().streams();
        this.flusher = parts.flusher();
        this.sealer = parts.sealer();
        this.spanIntake = new SpanStore(wal, traces, settings.limits(), clock, settings.meters());
        this.profileIntake = new ProfileStore(wal, parts.profiles(), settings.limits(), clock, settings.meters());
        this.timer =
                new FlushTimer(() -> flusher.flushDue(wal), settings.flush().interval());
    }

    /// Reads what the write-ahead log has, and starts. Blocks until all of it can be queried.
    ///
    /// Throws [IOException] when the disk or the store cannot be read; nothing is lost and it can be
    /// tried again.
    public static Ingester open(IngesterSettings settings) throws IOException {
        IngesterSettings.Storage storage = settings.storage();
        clear(storage.disk(), settings.stagingFolder());
        Parts parts = parts(settings);
        boolean opened = false;
        try {
            Replay replay = new Replay(
                    settings.id(),
                    storage.logs(),
                    new Replay.Streams(parts.traces(), parts.profiles(), settings.limits()),
                    parts.memory(),
                    parts.flusher());
            long begin = System.nanoTime();
            WalReplay.Outcome outcome = replay.run(storage.disk(), settings.walFolder(), settings.meters());
            LOG.log(
                    System.Logger.Level.INFO,
                    "write-ahead log read records=" + outcome.records() + " bytes=" + outcome.bytes() + " quarantined="
                            + outcome.quarantined() + " millis=" + (System.nanoTime() - begin) / 1_000_000);
            Ingester ingester = new Ingester(settings, parts, openLog(settings, outcome, replay.flushed()));
            ingester.register(settings.meters(), parts.memory());
            ingester.timer.start();
            opened = true;
            return ingester;
        } finally {
            if (!opened) {
                parts.sealer().shutdown();
            }
        }
    }

    private static Parts parts(IngesterSettings settings) {
        IngesterSettings.Storage storage = settings.storage();
        LiveMemory memory = new LiveMemory(settings.liveBytes());
        ExecutorService sealer = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("seal").daemon().factory());
        LiveStreams<SpanBatch, TraceSegment> traces =
                new LiveStreams<>(Signal.TRACES, memory, () -> new TraceSegment(sealer));
        LiveStreams<List<ProfileBatch>, ProfileHold> profiles =
                new LiveStreams<>(Signal.PROFILES, memory, ProfileHold::new);
        FlushTarget target = new FlushTarget(
                storage.store(),
                storage.logs(),
                settings.stagingFolder(),
                settings.id(),
                storage.clock(),
                storage.random());
        Flusher.Builds builds = new Flusher.Builds(
                (segment, block) -> traceBlock(storage, segment, block),
                (segment, block) -> profileBlock(storage, segment, block),
                target,
                settings.meters());
        return new Parts(
                memory,
                traces,
                new ProfileStore.Live(profiles, new RecentProfiles()),
                new Flusher(settings.flush(), memory, traces, profiles, builds),
                sealer);
    }

    private static Optional<BlockMeta> traceBlock(
            IngesterSettings.Storage storage, TraceSegment segment, BlockTarget target) throws IOException {
        List<SpanRun> runs = segment.runs();
        return runs.isEmpty() ? Optional.empty() : Optional.of(storage.traces().write(runs, target));
    }

    private static Optional<BlockMeta> profileBlock(
            IngesterSettings.Storage storage, ProfileHold segment, BlockTarget target) throws IOException {
        SegmentView contents = segment.contents();
        return contents.rows().count() == 0
                ? Optional.empty()
                : Optional.of(storage.profiles().write(contents, target));
    }

    private static Wal openLog(IngesterSettings settings, WalReplay.Outcome outcome, Map<WalStream, Long> flushed)
            throws IOException {
        long last = flushed.values().stream().mapToLong(Long::longValue).max().orElse(0);
        WalOptions options = WalOptions.of(
                settings.storage().disk(),
                settings.walFolder(),
                settings.id(),
                settings.durability(),
                settings.meters());
        Wal wal = Wal.open(options, outcome, last);
        for (Map.Entry<WalStream, Long> entry : flushed.entrySet()) {
            wal.release(entry.getKey(), entry.getValue());
        }
        return wal;
    }

    private static void clear(Disk disk, Path folder) throws IOException {
        disk.createDirectories(folder);
        for (String name : disk.list(folder)) {
            Path path = folder.resolve(name);
            if (disk.isDirectory(path)) {
                clear(disk, path);
            }
            disk.delete(path);
        }
    }

    private void register(Meters meters, LiveMemory memory) {
        meters.gauge(
                "spanflame_live_bytes",
                "Memory of data that is not yet in blocks",
                List.of(),
                () -> Meters.Reading.single(memory.usedBytes()));
        meters.gauge(
                "spanflame_live_capacity_bytes",
                "Memory that such data may take",
                List.of(),
                () -> Meters.Reading.single(memory.capacityBytes()));
    }

    /// Where spans go in.
    public SpanIntake spanIntake() {
        return spanIntake;
    }

    /// Hands every batch of spans to `follower` once it is acknowledged, from now on. What a replay
    /// brings back is not handed over: it was acknowledged before.
    public void follow(SpanFollower follower) {
        spanIntake.follow(follower);
    }

    /// Where profiles go in.
    public ProfileIntake profileIntake() {
        return profileIntake;
    }

    /// Shows every profile to `follower` once it is acknowledged, from now on. What a replay brings back is
    /// not shown: it was acknowledged before.
    public void follow(ProfileFollower follower) {
        profileIntake.follow(follower);
    }

    /// Makes committed blocks of everything acknowledged before the call.
    public void flushAll() throws IOException {
        flusher.flushAll(wal);
    }

    /// Why the last attempt to write blocks failed; empty when it did not. Nothing is lost: it is tried
    /// again.
    public String trouble() {
        return flusher.trouble();
    }

    @Override
    public List<LiveSpans> spans(Tenant tenant) {
        List<LiveSpans> found = new ArrayList<>();
        for (Slot<TraceSegment> slot : traces.slots(tenant)) {
            @Nullable TraceSegment segment = slot.segment();
            if (segment != null) {
                found.add(new LiveSpans(id, slot.through(), segment.runs()));
            }
        }
        return found;
    }

    @Override
    public List<LiveProfiles> profiles(Tenant tenant) {
        List<LiveProfiles> found = new ArrayList<>();
        for (Slot<ProfileHold> slot : profiles.slots(tenant)) {
            @Nullable ProfileHold segment = slot.segment();
            if (segment != null) {
                found.add(new LiveProfiles(id, slot.through(), segment.snapshot()));
            }
        }
        return found;
    }

    /// Finishes requests that are being written and stops. What is not in blocks stays in the write-ahead
    /// log.
    @Override
    public void close() throws IOException {
        timer.close();
        sealer.shutdown();
        wal.close();
    }
}
