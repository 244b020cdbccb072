package dev.spanflame.block.trace.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.trace.SpanFixtures;
import dev.spanflame.block.trace.SpanReader.SpanRecord;
import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.TraceTimes;
import dev.spanflame.proto.otlp.SpanLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlockRoundTripTest {
    @TempDir
    Path folder;

    @Test
    void everyFieldOfOtlpComesBack() throws IOException {
        for (int seed = 0; seed < 30; seed++) {
            BlockFixture fixture = new BlockFixture(folder.resolve("" + seed), new GroupLimits(8, 1 << 20));
            List<byte[]> requests = SpanFixtures.randomRequests(seed, 12);
            BlockMeta meta = fixture.blocks().write(List.of(SpanFixtures.runOf(requests)), fixture.target());
            List<SpanRecord> records = BlockFixture.records(fixture.blocks().open(meta));
            assertThat(records).as("seed " + seed).containsExactlyInAnyOrderElementsOf(SpanFixtures.expected(requests));
            assertThat(meta.rows()).isEqualTo(records.size());
        }
    }

    @Test
    void aMergeHoldsTheSpansOfItsInputsOnce() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            BlockFixture fixture = new BlockFixture(folder.resolve("" + seed), new GroupLimits(7, 1 << 20));
            List<byte[]> requests = SpanFixtures.randomRequests(1000 + seed, 20);
            List<BlockMeta> inputs = List.of(
                    fixture.blocks().write(List.of(SpanFixtures.runOf(requests.subList(0, 14))), fixture.target()),
                    fixture.blocks().write(List.of(SpanFixtures.runOf(requests.subList(6, 20))), fixture.target()));
            BlockMeta meta = fixture.blocks().merge(inputs, fixture.target(), () -> false);
            assertThat(BlockFixture.records(fixture.blocks().open(meta)))
                    .as("seed " + seed)
                    .containsExactlyInAnyOrderElementsOf(SpanFixtures.expected(requests));
        }
    }

    @Test
    void aTraceReadAloneIsTheTraceOfItsGroup() throws IOException {
        BlockFixture fixture = new BlockFixture(folder, new GroupLimits(1000, 1 << 20));
        SpanLoad load = new SpanLoad(3, 1_700_000_000_000_000_000L);
        List<SpanRun> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            runs.add(SpanFixtures.runOf(List.of(load.request(30).toByteArray())));
        }
        runs.add(SpanFixtures.runOf(SpanFixtures.randomRequests(7, 20)));
        TraceBlock block = fixture.blocks().open(fixture.blocks().write(runs, fixture.target()));
        assertThat(block.groupCount()).isGreaterThan(3);
        List<SpanRecord> all = BlockFixture.records(block);
        TraceIndex traces = block.traces();
        for (int trace = 0; trace < traces.count(); trace++) {
            assertThat(SpanFixtures.records(BlockFixture.trace(block, trace)))
                    .isEqualTo(all.subList(traces.firstRow(trace), traces.firstRow(trace + 1)));
        }
    }

    @Test
    void timesOfTracesAreThoseOfTheirSpans() throws IOException {
        BlockFixture fixture = new BlockFixture(folder, new GroupLimits(20, 1 << 20));
        List<SpanRun> runs = List.of(SpanFixtures.runOf(SpanFixtures.randomRequests(7, 20)));
        TraceBlock block = fixture.blocks().open(fixture.blocks().write(runs, fixture.target()));
        for (int group = 0; group < block.groupCount(); group++) {
            TraceTimes stored = block.group(group).times();
            TraceTimes spans = TraceTimes.of(block.group(group));
            assertThat(stored.starts()).containsExactly(spans.starts());
            assertThat(stored.ends()).containsExactly(spans.ends());
        }
    }

    @Test
    void columnsThatStayInMemoryAreThoseThatAreRead() throws IOException {
        BlockFixture fixture = new BlockFixture(folder, new GroupLimits(20, 1 << 20));
        List<SpanRun> runs = List.of(SpanFixtures.runOf(SpanFixtures.randomRequests(7, 20)));
        BlockMeta meta = fixture.blocks().write(runs, fixture.target());
        List<SpanRecord> first = BlockFixture.records(fixture.blocks().open(meta));
        TraceBlock again = fixture.blocks().open(meta);
        TraceBlock unkept = new TraceBlocks(fixture.store(), BlockMemory.NONE).open(meta);
        assertThat(BlockFixture.records(again)).isEqualTo(first);
        assertThat(BlockFixture.records(unkept)).isEqualTo(first);
        for (int trace = 0; trace < again.traces().count(); trace++) {
            assertThat(SpanFixtures.records(BlockFixture.trace(again, trace)))
                    .isEqualTo(SpanFixtures.records(BlockFixture.trace(unkept, trace)));
        }
    }

    @Test
    void nothingIsLeftInTheStagingFolder() throws IOException {
        BlockFixture fixture = new BlockFixture(folder, GroupLimits.DEFAULT);
        fixture.blocks().write(List.of(SpanFixtures.runOf(SpanFixtures.randomRequests(1, 9))), fixture.target());
        try (Stream<Path> files = Files.list(folder.resolve("staging"))) {
            assertThat(files).isEmpty();
        }
    }
}
