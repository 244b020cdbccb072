package dev.spanflame.server.warm;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.trace.build.SpanRunBuilder;
import dev.spanflame.block.trace.store.BlockMemory;
import dev.spanflame.block.trace.store.TraceBlocks;
import dev.spanflame.load.trace.TraceLoad;
import dev.spanflame.load.trace.TraceLoadTimes;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import dev.spanflame.proto.otlp.OtlpSpanDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Spans that were never sent: read as requests are, kept in memory as live data, made into blocks that are merged by
/// twos and let go. Not thread-safe.
final class MadeTraces {
    /// How many requests there are, of some 900 spans each.
    static final int COUNT = 20;

    private static final int TRACES_A_REQUEST = 25;
    private static final long SPANS = COUNT * 1_000L;

    private final OtlpSpanDecoder decoder = new OtlpSpanDecoder();
    private final SpanBatch batch = new SpanBatch();
    private final InstantSource clock = InstantSource.system();
    private final List<byte[]> requests = new ArrayList<>();
    private final Path staging;
    private SpanRunBuilder live = new SpanRunBuilder();
    private MemoryObjectStore objects = new MemoryObjectStore(new RealDisk(), clock);
    private final List<BlockMeta> made = new ArrayList<>();

    /// `staging` is a folder for files that exist for a moment.
    MadeTraces(Path staging) {
        this.staging = staging;
        TraceLoadTimes times = new TraceLoadTimes(
                clock.millis() * 1_000_000, Duration.ofHours(1).toNanos());
        TraceLoad load = TraceLoad.make(MadeSpans.SEED, SPANS, TRACES_A_REQUEST, times, Long.MAX_VALUE);
        for (int i = 0; i < COUNT; i++) {
            requests.add(load.request(i));
        }
    }

    /// Takes request `index` in; returns its number of spans.
    int store(int index) {
        decoder.decode(requests.get(index), batch);
        live.append(batch);
        return batch.spans().size();
    }

    /// Makes a block of what was taken in, and one of two where there are two, and begins anew; returns the number of
    /// spans of the last block.
    long flush() throws IOException {
        BlockTarget target =
                new BlockTarget(objects, staging, MadeSpans.TENANT, 0, clock, new SplittableRandom(MadeSpans.SEED));
        TraceBlocks blocks = new TraceBlocks(objects, BlockMemory.NONE);
        made.add(blocks.write(List.of(live.tail().seal()), target));
        live = new SpanRunBuilder();
        if (made.size() == 1) {
            return made.getFirst().rows();
        }
        long merged = blocks.merge(made, target, () -> false).rows();
        made.clear();
        objects = new MemoryObjectStore(new RealDisk(), clock);
        return merged;
    }
}
