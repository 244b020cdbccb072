package dev.spanflame.server.warm;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.live.LiveSpans;
import dev.spanflame.block.log.Change;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.log.LogEntry;
import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.trace.build.SpanRunBuilder;
import dev.spanflame.block.trace.store.BlockMemory;
import dev.spanflame.block.trace.store.GroupLimits;
import dev.spanflame.block.trace.store.TraceBlocks;
import dev.spanflame.load.trace.TraceLoad;
import dev.spanflame.load.trace.TraceLoadTimes;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.MemoryMeters;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import dev.spanflame.proto.otlp.OtlpSpanDecoder;
import dev.spanflame.querier.damage.DamagedBlocks;
import dev.spanflame.querier.traces.TraceStore;
import dev.spanflame.querier.traces.TraceStoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

/// Spans that were never sent, in memory alone: most in a block of several row groups, some live. `times` is the time
/// they cover, `traces` how many there are, with the ids of a load of seed [#SEED]. Of `unread` no column
/// stays in memory, so that each question reads them.
record MadeSpans(TraceStore store, TraceStore unread, TraceLoadTimes times, long traces) {
    static final Tenant TENANT = new Tenant("warm-up");
    static final long SEED = 1;

    private static final long STORED = 40_000;
    private static final long LIVE = 4_000;
    private static final int TRACES_A_REQUEST = 25;
    private static final String INGESTER = "warm-up";
    private static final GroupLimits GROUPS = new GroupLimits(1 << 13, 8 << 20);
    private static final BlockMemory MEMORY = new BlockMemory(4 << 20, 16 << 20);
    private static final BlockMemory INDEX_ALONE = new BlockMemory(4 << 20, 0);

    /// The spans of the hour before now; `staging` is a folder for files that are gone when this returns.
    static MadeSpans make(Path staging) throws IOException {
        InstantSource clock = InstantSource.system();
        SplittableRandom random = new SplittableRandom(SEED);
        TraceLoadTimes times = new TraceLoadTimes(
                clock.millis() * 1_000_000, Duration.ofHours(1).toNanos());
        TraceLoad load = TraceLoad.make(SEED, STORED + LIVE, TRACES_A_REQUEST, times, Long.MAX_VALUE);
        int stored = (int) (load.batches() * STORED / (STORED + LIVE));
        MemoryObjectStore objects = new MemoryObjectStore(new RealDisk(), clock);
        TraceBlocks blocks = new TraceBlocks(objects, MEMORY, GROUPS);
        CommitLogs logs = new CommitLogs(objects, INGESTER, clock, random);
        BlockMeta block = blocks.write(
                List.of(run(load, 0, stored)), new BlockTarget(objects, staging, TENANT, 0, clock, random));
        logs.of(TENANT)
                .commit(Change.flush(List.of(block), new LogEntry.Flushed(INGESTER, Signal.TRACES.label(), stored)));
        LiveSpans live = new LiveSpans(INGESTER, load.batches(), List.of(run(load, stored, load.batches())));
        DamagedBlocks none = new DamagedBlocks(clock, new MemoryMeters());
        TraceStore store =
                new TraceStore(new MadeLive(List.of(live), List.of()), logs, blocks, TraceStoreSettings.DEFAULTS, none);
        TraceBlocks again = new TraceBlocks(objects, INDEX_ALONE, GROUPS);
        TraceStore unread =
                new TraceStore(new MadeLive(List.of(live), List.of()), logs, again, TraceStoreSettings.DEFAULTS, none);
        return new MadeSpans(store, unread, times, load.traces());
    }

    private static SpanRun run(TraceLoad load, int from, int to) {
        OtlpSpanDecoder decoder = new OtlpSpanDecoder();
        SpanBatch batch = new SpanBatch();
        SpanRunBuilder builder = new SpanRunBuilder();
        for (int request = from; request < to; request++) {
            decoder.decode(load.request(request), batch);
            builder.append(batch);
        }
        return builder.tail().seal();
    }
}
