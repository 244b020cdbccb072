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
final class TestIngester implements AutoCloseable {
    static final String ID = "ingester-1";
    static final Tenant TENANT = Tenant.ANONYMOUS;

    private final ObjectStore store;
    private final CommitLogs logs;
    private final TraceBlocks traces;
    private final ProfileBlocks profiles;
    private final Ingester ingester;
    final MemoryMeters meters = new MemoryMeters();

    /// What an ingester under test differs in. `folder` must exist on the real disk as well, for
    /// staging.
    record Options(
            Disk disk,
            ObjectStore store,
            Path folder,
            Durability durability,
            long liveBytes,
            int spansPerTrace,
            AcceptedTimes times,
            RelabelRules relabel) {
        static Options of(Disk disk, ObjectStore store, Path folder) {
            return new Options(
                    disk, store, folder, Durability.FSYNC, 64 << 20, 1000, AcceptedTimes.ALL, RelabelRules.NONE);
        }

        Options with(Durability other) {
            return new Options(disk, store, folder, other, liveBytes, spansPerTrace, times, relabel);
        }

        Options withLiveBytes(long bytes) {
            return new Options(disk, store, folder, durability, bytes, spansPerTrace, times, relabel);
        }

        Options withSpansPerTrace(int spans) {
            return new Options(disk, store, folder, durability, liveBytes, spans, times, relabel);
        }

        Options with(AcceptedTimes other) {
            return new Options(disk, store, folder, durability, liveBytes, spansPerTrace, other, relabel);
        }

        Options with(RelabelRules other) {
            return new Options(disk, store, folder, durability, liveBytes, spansPerTrace, times, other);
        }
    }

    TestIngester(Options options) throws IOException {
        InstantSource clock = InstantSource.system();
        RandomGenerator random = new Random(7);
        this.store = options.store();
        this.logs = new CommitLogs(store, ID, clock, random);
        this.traces = new TraceBlocks(store, new BlockMemory(1 << 20, 1 << 20));
        this.profiles = new ProfileBlocks(store, 1 << 20);
        this.ingester = Ingester.open(new IngesterSettings(
                ID,
                options.folder(),
                options.durability(),
                options.liveBytes(),
                new FlushRules(1L << 40, Duration.ofDays(1), 0, Duration.ofDays(1), 1L << 40),
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

    Ingester ingester() {
        return ingester;
    }

    SpanIntake.Result spans(long... ids) {
        return ingester.spanIntake().store(TENANT, Requests.spans(ids));
    }

    void profile(long value) {
        ingester.profileIntake().store(TENANT, Requests.profile(value));
    }

    /// Ids of all spans, as often as they are stored, live ones and those in blocks.
    List<Long> spanIds() throws IOException {
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
    int blocks() throws IOException {
        return logs.of(TENANT).refresh().blocksOf(Signal.TRACES).size();
    }

    private static void addIds(SpanRows rows, List<Long> ids) {
        for (SpanReader.SpanRecord one :
                new SpanReader(rows).records(0, rows.spans().rows())) {
            ids.add(one.span().spanId());
        }
    }

    /// Values of all samples, live and in blocks.
    List<Long> profileValues() throws IOException {
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
