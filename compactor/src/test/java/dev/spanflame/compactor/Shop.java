package dev.spanflame.compactor;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.log.Change;
import dev.spanflame.block.log.CommitLog;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.log.FaultyStore;
import dev.spanflame.block.log.ManualClock;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A store with blocks in it, and compactors that work on it.
final class Shop {
    static final Tenant TENANT = new Tenant("shop");
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    final ManualClock clock = new ManualClock(START);
    final MemoryObjectStore memory = new MemoryObjectStore(new RealDisk(), clock);
    final FaultyStore store = new FaultyStore(memory);
    final MemoryMeters meters = new MemoryMeters();
    final CommitLogs logs = new CommitLogs(store, "me", clock, new Random(1));
    private final Random random = new Random(2);
    private int flushes;

    /// Settings for tests: three into one, three levels, an hour of grace.
    static CompactionSettings settings() {
        return new CompactionSettings(Duration.ofSeconds(30), 3, 3, 1L << 30, Duration.ofHours(1), Map.of());
    }

    /// What a compactor of this process works with.
    CompactorPorts ports() {
        return ports(store, logs, 3);
    }

    /// What a compactor of another process works with.
    CompactorPorts others(ObjectStore theirStore, int seed) {
        return ports(theirStore, new CommitLogs(theirStore, "other-" + seed, clock, new Random(seed)), seed);
    }

    private CompactorPorts ports(ObjectStore theirStore, CommitLogs theirLogs, int seed) {
        return new CompactorPorts(
                theirLogs,
                theirStore,
                Map.of(
                        Signal.TRACES, new LineMerge(Signal.TRACES),
                        Signal.PROFILES, new LineMerge(Signal.PROFILES)),
                Path.of("unused"),
                clock,
                new Random(100 + seed),
                meters);
    }

    Compactor compactor() {
        return new Compactor(ports(), settings());
    }

    /// Commits a block with one new line that begins now.
    BlockMeta flush() throws IOException {
        return flush(TENANT, Signal.TRACES, clock.instant());
    }

    BlockMeta flush(Tenant tenant, Signal signal, Instant start) throws IOException {
        BlockMeta block = upload(tenant, signal, start);
        add(logs.of(tenant), block);
        return block;
    }

    /// Writes a block that no entry names.
    BlockMeta upload(Tenant tenant, Signal signal, Instant start) throws IOException {
        return LineBlocks.write(
                LineBlocks.flushTarget(memory, tenant, clock, random),
                signal,
                TimeRange.nanosOf(start),
                List.of("line " + flushes++));
    }

    static void add(CommitLog log, BlockMeta block) throws IOException {
        if (log.commit(new Change(List.of(block), List.of(), List.of(), List.of()))
                .isEmpty()) {
            throw new IOException("refused");
        }
    }

    /// Lines of all live blocks of the tenant, sorted, each as often as it is there.
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (BlockMeta block : live()) {
            lines.addAll(LineBlocks.read(memory, block));
        }
        lines.sort(null);
        return lines;
    }

    /// All lines ever flushed, sorted.
    List<String> flushedLines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < flushes; i++) {
            lines.add("line " + i);
        }
        lines.sort(null);
        return lines;
    }

    List<BlockMeta> live() throws IOException {
        CommitLog log = new CommitLogs(memory, "reader", clock, new Random(9)).of(TENANT);
        return List.copyOf(log.refresh().blocks().values());
    }

    /// Levels of the live blocks, sorted.
    List<Integer> levels() throws IOException {
        return live().stream().map(BlockMeta::level).sorted().toList();
    }

    /// Keys of everything but the log, sorted.
    List<String> blockKeys() throws IOException {
        List<String> keys = new ArrayList<>();
        ListRequest request = ListRequest.objects("");
        while (true) {
            Listing page = memory.list(request);
            page.objects().stream()
                    .map(ObjectInfo::key)
                    .filter(key -> !key.contains("/log/"))
                    .forEach(keys::add);
            if (page.next().isEmpty()) {
                return keys;
            }
            request = request.after(page.next().get());
        }
    }

    /// Keys of all objects of the live blocks, sorted.
    List<String> liveKeys() throws IOException {
        return live().stream()
                .flatMap(block -> block.objects().stream().map(object -> block.key(object.name())))
                .sorted()
                .toList();
    }
}
