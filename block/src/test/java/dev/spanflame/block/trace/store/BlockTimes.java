package dev.spanflame.block.trace.store;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.trace.SpanFixtures;
import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.build.SpanRunBuilder;
import dev.spanflame.proto.otlp.SpanLoad;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Prints sizes and CPU-seconds per million spans of flushes, of their merge, and of traces read by id. A program, no
/// test; its argument is the number of flushes of 256 k spans.
public final class BlockTimes {
    private BlockTimes() {}

    /// Writes blocks, merges them, reads traces.
    public static void main(String[] arguments) throws IOException {
        int flushes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4;
        BlockFixture fixture =
                BlockFixture.inFiles(Files.createTempDirectory(Path.of("/tmp"), "blocks"), GroupLimits.DEFAULT);
        SpanLoad load = new SpanLoad(1, 1_700_000_000_000_000_000L);
        List<BlockMeta> metas = new ArrayList<>();
        for (int flush = 0; flush < flushes; flush++) {
            List<SpanRun> runs = new ArrayList<>();
            for (int run = 0; run < 4; run++) {
                SpanRunBuilder builder = new SpanRunBuilder();
                for (int i = 0; i < 94; i++) {
                    builder.append(SpanFixtures.batch(load.request(20).toByteArray()));
                }
                runs.add(builder.tail().seal());
            }
            long start = cpu();
            BlockMeta meta = fixture.blocks().write(runs, fixture.target());
            report("flush", meta, cpu() - start);
            metas.add(meta);
        }
        for (int round = 0; round < 2; round++) {
            long start = cpu();
            BlockMeta merged = fixture.blocks().merge(metas, fixture.target(), () -> false);
            report("merge", merged, cpu() - start);
            merged.objects()
                    .forEach(object -> System.out.printf(
                            "  %-20s %.2f B/span%n", object.name(), object.size() / (double) merged.rows()));
            readTraces(fixture, merged);
        }
    }

    private static void readTraces(BlockFixture fixture, BlockMeta meta) throws IOException {
        TraceBlock block = fixture.blocks().open(meta);
        for (int round = 0; round < 3; round++) {
            long start = cpu();
            long spans = 0;
            for (int trace = 0;
                    trace < block.traces().count();
                    trace += block.traces().count() / 100) {
                spans += SpanFixtures.records(BlockFixture.trace(block, trace)).size();
            }
            System.out.printf("  100 traces by id: %.2f ms each, %d spans%n", (cpu() - start) / 1e8, spans);
        }
    }

    private static void report(String what, BlockMeta meta, long nanos) {
        System.out.printf(
                "%s: %d spans, %.2f B/span, %.2f CPU-s per million%n",
                what, meta.rows(), meta.bytes() / (double) meta.rows(), nanos / (meta.rows() * 1e3));
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
