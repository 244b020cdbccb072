package dev.spanflame.ingester;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.live.LiveProfiles;
import dev.spanflame.block.live.LiveSpans;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.log.Snapshot;
import dev.spanflame.block.profile.LabelQueries;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.store.ProfileBlocks;
import dev.spanflame.block.trace.SpanReader;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.store.BlockMemory;
import dev.spanflame.block.trace.store.TraceBlocks;
import dev.spanflame.block.wal.Durability;
import dev.spanflame.ingester.flush.FlushRules;
import dev.spanflame.ingester.limit.AcceptedTimes;
import dev.spanflame.ingester.limit.IngestionRate;
import dev.spanflame.ingester.limit.TraceSizes;
import dev.spanflame.ingester.relabel.RelabelRules;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.proto.inflate.InFlightBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/// An ingester over a given disk and store, and what is stored in it, live and in blocks.
public final class TestIngester implements AutoCloseable {
    /// Name of the ingester in the commit log.
    public static final String ID = "ingester-1";

    /// Whose data it is.
    public static final Tenant TENANT = Tenant.ANONYMOUS;

    /// Blocks are written when a test asks for them.
    private static final Duration NEVER = Duration.ofDays(100_000);

    private final ObjectStore store;
    private final CommitLogs logs;
    private final TraceBlocks traces;
    private final ProfileBlocks profiles;
    private final Ingester ingester;
    final MemoryMeters meters = new MemoryMeters();

    /// What an ingester goes by: its clock, what decides the ids of its blocks, and how often it looks for what is to
    /// be written.
    public record Pace(InstantSource clock, long seed, Duration flushInterval) {}

    /// What an ingester under test differs in. `folder` must exist on the real disk as well, for
    /// staging.
    public record Options(
            Disk disk,
            ObjectStore store,
            Path folder,
            Durability durability,
            long liveBytes,
            int spansPerTrace,
            AcceptedTimes times,
            RelabelRules relabel,
            Pace pace) {
        /// An ingester without limits that syncs and goes by the clock of the system.
        public static Options of(Disk disk, ObjectStore store, Path folder) {
            return new Options(
                    disk,
                    store,
                    folder,
                    Durability.FSYNC,
                    64 << 20,
                    1000,
                    AcceptedTimes.ALL,
                    RelabelRules.NONE,
                    new Pace(InstantSource.system(), 7, Duration.ofSeconds(1)));
        }

        /// The same with another promise of what an answer means.
        public Options with(Durability other) {
            return new Options(disk, store, folder, other, liveBytes, spansPerTrace, times, relabel, pace);
        }

        /// The same by another clock, with other ids, and without a look now and then at what is to be
        /// written.
        public Options with(InstantSource clock, long seed) {
            Pace other = new Pace(clock, seed, NEVER);
            return new Options(disk, store, folder, durability, liveBytes, spansPerTrace, times, relabel, other);
        }

        Options withLiveBytes(long bytes) {
            return new Options(disk, store, folder, durability, bytes, spansPerTrace, times, relabel, pace);
        }

        Options withSpansPerTrace(int spans) {
            return new Options(disk, store, folder, durability, liveBytes, spans, times, relabel, pace);
        }

        Options with(AcceptedTimes other) {
            return new Options(disk, store, folder, durability, liveBytes, spansPerTrace, other, relabel, pace);
        }

        Options with(RelabelRules other) {
            return new Options(disk, store, folder, durability, liveBytes, spansPerTrace, times, other, pace);
        }
    }

    /// Opens the ingester, with all that the log on the disk has.
    public TestIngester(Options options) throws IOException {
        InstantSource clock = options.pace().clock();
        RandomGenerator random = new Random(options.pace().seed());
        this.store = options.store();
        this.logs = new CommitLogs(store, ID, clock, random);
        this.traces = new TraceBlocks(store, new BlockMemory(1 << 20, 1 << 20));
        this.profiles = new ProfileBlocks(store, 1 << 20);
        this.ingester = Ingester.open(new IngesterSettings(
                ID,
                options.folder(),
                options.durability(),
                options.liveBytes(),
                new FlushRules(1L << 40, NEVER, 0, NEVER, 1L << 40, options.pace().flushInterval()),
                new IngestLimits(
                        new IngestionRate(0, 0, System::nanoTime),
                        new TraceSizes(options.spansPerTrace()),
                        ProfileLimits.DEFAULT,
                        options.times(),
                        options.relabel(),
                        InFlightBudget.UNBOUNDED),
                new IngesterSettings.Storage(options.disk(), store, logs, traces, profiles, clock, random),
                meters));
    }

    /// The ingester itself.
    public Ingester ingester() {
        return ingester;
    }

    /// The commit logs, as this process knows them.
    public CommitLogs logs() {
        return logs;
    }

    /// Stores one span for each id; throws [dev.spanflame.model.BackendException] where they are refused.
    public SpanIntake.Result spans(long... ids) {
        return ingester.spanIntake().store(TENANT, Requests.spans(ids));
    }

    /// Stores a profile of one sample.
    public void profile(long value) {
        ingester.profileIntake().store(TENANT, Requests.profile(value));
    }

    /// Ids of all spans, as often as they are stored, live ones and those in blocks.
    public List<Long> spanIds() throws IOException {
        List<LiveSpans> live = ingester.spans(TENANT);
        Snapshot snapshot = logs.of(TENANT).refresh();
        List<Long> ids = new ArrayList<>();
        for (LiveSpans spans : live) {
            if (!spans.isIn(snapshot)) {
                spans.runs().forEach(run -> addIds(run, ids));
            }
        }
        for (BlockMeta meta : snapshot.blocksOf(Signal.TRACES)) {
            TraceBlock block = traces.open(meta);
            for (int group = 0; group < block.groupCount(); group++) {
                addIds(block.group(group), ids);
            }
        }
        return ids;
    }

    /// How many blocks of traces there are.
    public int blocks() throws IOException {
        return logs.of(TENANT).refresh().blocksOf(Signal.TRACES).size();
    }

    private static void addIds(SpanRows rows, List<Long> ids) {
        for (SpanReader.SpanRecord one :
                new SpanReader(rows).records(0, rows.spans().rows())) {
            ids.add(one.span().spanId());
        }
    }

    /// Values of all samples, live and in blocks.
    public List<Long> profileValues() throws IOException {
        List<LiveProfiles> live = ingester.profiles(TENANT);
        Snapshot snapshot = logs.of(TENANT).refresh();
        List<ProfilePartition> partitions = new ArrayList<>();
        for (LiveProfiles one : live) {
            if (!one.isIn(snapshot)) {
                partitions.add(one.partition());
            }
        }
        for (BlockMeta meta : snapshot.blocksOf(Signal.PROFILES)) {
            partitions.add(profiles.open(meta, () -> false));
        }
        List<Long> values = new ArrayList<>();
        for (ProfilePartition partition : partitions) {
            int end = 0;
            for (int row = 0; row < partition.rows().count(); row++) {
                end = Math.max(
                        end,
                        partition.rows().firstSamples()[row] + partition.rows().sampleCounts()[row]);
            }
            partition.samples(0, end, ProfilePartition.Detail.VALUES, (columns, from, to) -> {
                for (int i = from; i < to; i++) {
                    values.add(columns.values()[i]);
                }
            });
        }
        return values;
    }

    /// Names of labels of all profiles.
    List<String> labelNames() throws IOException {
        List<ProfilePartition> partitions =
                ingester.profiles(TENANT).stream().map(LiveProfiles::partition).toList();
        return LabelQueries.names(partitions, List.of(), dev.spanflame.model.TimeRange.ALL);
    }

    @Override
    public void close() throws IOException {
        ingester.close();
    }
}
