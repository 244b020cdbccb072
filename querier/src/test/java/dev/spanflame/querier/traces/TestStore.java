package dev.spanflame.querier.traces;

import dev.spanflame.block.BlockId;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.live.LiveData;
import dev.spanflame.block.live.LiveProfiles;
import dev.spanflame.block.live.LiveSpans;
import dev.spanflame.block.log.Change;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.log.LogEntry;
import dev.spanflame.block.trace.SpanReader;
import dev.spanflame.block.trace.SpanReader.SpanRecord;
import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.build.SpanRunBuilder;
import dev.spanflame.block.trace.store.BlockMemory;
import dev.spanflame.block.trace.store.GroupLimits;
import dev.spanflame.block.trace.store.TraceBlocks;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.objectstore.NoSuchObjectException;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import dev.spanflame.proto.otlp.OtlpSpanDecoder;
import dev.spanflame.proto.otlp.TraceMessages;
import dev.spanflame.querier.damage.DamagedBlocks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Live data and blocks in memory that tests fill as they like, and a [TraceStore] over them.
public final class TestStore implements LiveData {
    /// Name of the only ingester.
    public static final String INGESTER = "ingester-1";

    private final Random random = new Random(7);
    private final MemoryMeters meters = new MemoryMeters();
    private final Map<Tenant, List<LiveSpans>> live = new HashMap<>();
    private final Map<String, TraceBlock> blocks = new ConcurrentHashMap<>();
    private final ObjectStore objects = new MemoryObjectStore(new RealDisk(), InstantSource.system());
    private final CommitLogs logs = logs("writer");

    private @Nullable TraceBlocks written;
    private final Path staging;

    /// Keeps the spans of blocks in memory as they are.
    public TestStore() {
        written = null;
        staging = Path.of("");
    }

    /// Writes blocks as they are written in earnest, through files in `staging`, in row groups of a few rows.
    public TestStore(Path staging) {
        this.staging = staging;
        written = blocksIn(objects);
    }

    /// A store over all of it.
    public TraceStore store() {
        return store(TraceStoreSettings.DEFAULTS);
    }

    /// A store over all of it.
    public TraceStore store(TraceStoreSettings settings) {
        DamagedBlocks damaged = new DamagedBlocks(InstantSource.system(), meters);
        return new TraceStore(this, logs, this::open, settings, damaged);
    }

    /// What the stores counted.
    MemoryMeters meters() {
        return meters;
    }

    /// Turns all bits of an object of a block, of which nothing stays in memory.
    void damage(BlockMeta meta, String object) throws IOException {
        byte[] bytes = objects.get(meta.key(object));
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
        objects.delete(meta.key(object));
        objects.putIfAbsent(meta.key(object), bytes);
        written = blocksIn(objects);
    }

    private static TraceBlocks blocksIn(ObjectStore objects) {
        return new TraceBlocks(objects, new BlockMemory(1 << 20, 1 << 20), new GroupLimits(8, 1 << 20));
    }

    /// The commit logs.
    public CommitLogs logs() {
        return logs;
    }

    /// The same logs as another process sees them.
    public CommitLogs otherProcess() {
        return logs("other");
    }

    private CommitLogs logs(String writer) {
        return new CommitLogs(
                objects, writer, () -> Instant.ofEpochSecond(1_700_000_000), new Random(writer.hashCode()));
    }

    @Override
    public List<LiveSpans> spans(Tenant tenant) {
        return live.getOrDefault(tenant, List.of());
    }

    @Override
    public List<LiveProfiles> profiles(Tenant tenant) {
        return List.of();
    }

    /// Puts spans into a live segment of their own, in one run, that reaches up to `through`.
    public TestStore addLive(Tenant tenant, long through, List<Trace> traces) {
        List<SpanRun> runs = List.of(run(records(traces)));
        live.computeIfAbsent(tenant, _ -> new ArrayList<>()).add(new LiveSpans(INGESTER, through, runs));
        return this;
    }

    /// Puts spans into a live segment that grows.
    public TestStore addLive(Tenant tenant, List<Trace> traces) {
        return addLive(tenant, Long.MAX_VALUE, traces);
    }

    /// Puts spans into a committed block of groups of at most `tracesPerGroup`.
    public BlockMeta addBlock(Tenant tenant, int tracesPerGroup, List<Trace> traces) throws IOException {
        return addBlock(tenant, tracesPerGroup, traces, 0);
    }

    /// Same, as the flush of a segment up to `through`.
    public BlockMeta addBlock(Tenant tenant, int tracesPerGroup, List<Trace> traces, long through) throws IOException {
        BlockMeta meta = block(tenant, tracesPerGroup, traces);
        LogEntry.Flushed flushed = new LogEntry.Flushed(INGESTER, Signal.TRACES.label(), through);
        logs.of(tenant).commit(Change.flush(List.of(meta), flushed));
        return meta;
    }

    /// Puts spans into a block that is in no log.
    public BlockMeta block(Tenant tenant, int tracesPerGroup, List<Trace> traces) throws IOException {
        if (written != null) {
            BlockTarget target = new BlockTarget(objects, staging, tenant, 0, InstantSource.system(), random);
            return written.write(List.of(run(records(traces))), target);
        }
        TreeMap<TraceId, List<SpanRecord>> byTrace = new TreeMap<>();
        for (SpanRecord span : records(traces)) {
            byTrace.computeIfAbsent(span.span().traceId(), _ -> new ArrayList<>())
                    .add(span);
        }
        List<SpanRun> groups = new ArrayList<>();
        List<SpanRecord> open = new ArrayList<>();
        int count = 0;
        for (List<SpanRecord> trace : byTrace.values()) {
            open.addAll(trace);
            if (++count % tracesPerGroup == 0) {
                groups.add(run(open));
                open.clear();
            }
        }
        if (!open.isEmpty()) {
            groups.add(run(open));
        }
        BlockMeta meta = meta(tenant, groups);
        blocks.put(meta.id(), MemoryTraceBlock.of(meta, groups));
        return meta;
    }

    /// Deletes the objects of a block.
    public void vanish(BlockMeta meta) {
        blocks.remove(meta.id());
    }

    private TraceBlock open(BlockMeta meta) throws IOException {
        if (written != null) {
            return written.open(meta);
        }
        TraceBlock block = blocks.get(meta.id());
        if (block == null) {
            throw new NoSuchObjectException(meta.key("index"));
        }
        return block;
    }

    private BlockMeta meta(Tenant tenant, List<SpanRun> groups) {
        TimeRange range = null;
        long rows = 0;
        for (SpanRun run : groups) {
            TimeRange other = SpanHolder.OfRun.of(run).range();
            range = range == null ? other : range.union(other);
            rows += run.spans().rows();
        }
        range = range == null ? new TimeRange(0, 0) : range;
        String id = BlockId.next(Instant.ofEpochSecond(1_700_000_000), random).text();
        return new BlockMeta(
                id,
                tenant.id(),
                Signal.TRACES.label(),
                1,
                range.startNanos(),
                range.endNanos(),
                rows,
                0,
                0,
                0,
                List.of(new BlockMeta.BlockObject("meta.json", 100, 0)));
    }

    /// The spans of traces, each for itself.
    static List<SpanRecord> records(List<Trace> traces) {
        List<SpanRecord> records = new ArrayList<>();
        for (Trace trace : traces) {
            for (Trace.ResourceSpans resource : trace.resourceSpans()) {
                for (Trace.ScopeSpans scope : resource.scopeSpans()) {
                    scope.spans()
                            .forEach(span -> records.add(new SpanRecord(resource.resource(), scope.scope(), span)));
                }
            }
        }
        return records;
    }

    /// A span of one nanosecond.
    static Span span(TraceId trace, long id, long parent, long start) {
        return new Span(
                trace, id, parent, "", 0, "n" + id, 2, start, start + 1, List.of(), 0, List.of(), 0, List.of(), 0, 0,
                "");
    }

    /// Spans as the run that they make when they are received.
    static SpanRun run(List<SpanRecord> records) {
        byte[] request = TraceMessages.tracesData(SpanReader.group(records)).toByteArray();
        SpanBatch batch = new SpanBatch();
        new OtlpSpanDecoder().decode(request, batch);
        if (batch.spans().size() != records.size()) {
            throw new IllegalArgumentException("some spans were refused");
        }
        SpanRunBuilder builder = new SpanRunBuilder();
        builder.append(batch);
        return builder.tail().seal();
    }
}
