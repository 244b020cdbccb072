package dev.spanflame.bench;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.trace.TableRows;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.store.BlockMemory;
import dev.spanflame.block.trace.store.TraceBlocks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// What it costs to make a block of about 131,000 live spans, to make one block of two, and to read all columns of
/// spans of one: nanoseconds a span. Blocks are kept in memory, staged on disk.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(TraceBlockWork.SPANS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TraceBlockWork {
    static final int SPANS = 4 * SentSpans.RUN_ROWS;

    private final DroppedBlocks place = new DroppedBlocks();
    private final TraceBlocks blocks = new TraceBlocks(place.store(), BlockMemory.NONE);
    private final List<SpanRun> runs = SentSpans.runs(SPANS);
    private final List<BlockMeta> halves = new ArrayList<>();
    private final List<BlockMeta> whole = new ArrayList<>();

    /// Makes a block of all spans, and two blocks of half of them each.
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        place.open();
        halves.add(blocks.write(runs.subList(0, runs.size() / 2), place.target(0)));
        halves.add(blocks.write(runs.subList(runs.size() / 2, runs.size()), place.target(0)));
        whole.add(blocks.write(runs, place.target(0)));
    }

    /// Removes the staging folder.
    @TearDown(Level.Trial)
    public void clear() throws IOException {
        place.close();
    }

    /// From live data to a block.
    @Benchmark
    public BlockMeta encode() throws IOException {
        return place.dropped(blocks.write(runs, place.target(0)));
    }

    /// From two blocks to one.
    @Benchmark
    public BlockMeta merge() throws IOException {
        return place.dropped(blocks.merge(halves, place.target(1), () -> false));
    }

    /// Every page of the table of spans, inflated and decoded.
    @Benchmark
    public void decodePages(Blackhole sink) throws IOException {
        TraceBlock block = blocks.open(whole.getFirst());
        for (int group = 0; group < block.groupCount(); group++) {
            TableRows<SpanColumn> spans = block.group(group).spans();
            for (SpanColumn column : SpanColumn.values()) {
                ColumnData data = spans.column(column);
                if (data != null) {
                    sink.consume(data);
                }
            }
            for (AttributeKey key : spans.attributes()) {
                sink.consume(spans.attribute(key));
            }
        }
    }
}
