package dev.spanflame.block.trace.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.trace.SpanFixtures;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.TraceFilter;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.TracePlace;
import dev.spanflame.model.trace.TraceId;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A trace is found by the page that may have it, whatever lies in memory.
final class TraceLookupTest {
    /// Two row groups of `traces.parquet`, of several pages each.
    private static final int TRACES = 80_000;

    private static final int STEP = 10;

    @TempDir
    Path folder;

    @Test
    void aFilterIsMadeAfterPagesWereReadInVain() throws IOException {
        BlockFixture fixture = BlockFixture.inFiles(folder, GroupLimits.DEFAULT);
        BlockMeta meta = fixture.blocks().write(List.of(SpanFixtures.runOf(List.of(request()))), fixture.target());
        // for a filter of these traces, 160 kB, but not for all their ids, 1.6 MB
        TraceBlock block = new TraceBlocks(fixture.store(), new BlockMemory(2 << 20, 0)).open(meta);
        for (int i = 0; i < 16; i++) {
            assertThat(block.find(id(i * TRACES / 16 * STEP + 1))).isNull();
        }
        Files.delete(fixture.folder(meta).resolve(BlockTable.TRACES.object()));
        int passed = 0;
        for (int i = 0; i < 1000; i++) {
            TraceId missing = id(i * TRACES / 1000 * STEP + 3);
            passed += block.filter().mayHold(missing.high(), missing.low()) ? 1 : 0;
        }
        assertThat(passed).isLessThan(20);
        assertThat(block.filter().mayHold(id(5 * STEP).high(), id(5 * STEP).low()))
                .isTrue();
    }

    @Test
    void aTraceIsFoundInItsPageAloneAndAmongAll() throws IOException {
        BlockFixture fixture = new BlockFixture(folder, GroupLimits.DEFAULT);
        BlockMeta meta = fixture.blocks().write(List.of(SpanFixtures.runOf(List.of(request()))), fixture.target());
        TraceBlock unkept = new TraceBlocks(fixture.store(), BlockMemory.NONE).open(meta);
        TraceBlock kept = fixture.blocks().open(meta);
        TraceIndex all = kept.traces();
        assertThat(all.count()).isEqualTo(TRACES);
        for (int trace = 0; trace < TRACES; trace += 97) {
            TraceId id = id(trace * STEP);
            TracePlace place = Objects.requireNonNull(unkept.find(id));
            assertThat(place).isEqualTo(all.place(id)).isEqualTo(kept.find(id));
            assertThat(place.trace()).isEqualTo(trace);
            assertThat(place.spans()).isEqualTo(1 + trace % 2);
            assertThat(unkept.find(id(trace * STEP + 1))).isNull();
        }
        assertThat(unkept.find(id(-1))).isNull();
        assertThat(unkept.find(id((TRACES - 1) * STEP))).isNotNull();
        assertThat(unkept.find(id(TRACES * STEP))).isNull();
        TracePlace last = Objects.requireNonNull(unkept.find(id((TRACES - 1) * STEP)));
        assertThat(SpanFixtures.records(unkept.trace(last)))
                .isEqualTo(SpanFixtures.records(kept.trace(last)))
                .hasSize(2);
    }

    @Test
    void theTracesOfAGroupAreThoseOfTheWholeBlock() throws IOException {
        BlockFixture fixture = new BlockFixture(folder, new GroupLimits(50_000, 64 << 20));
        BlockMeta meta = fixture.blocks().write(List.of(SpanFixtures.runOf(List.of(request()))), fixture.target());
        TraceBlock unkept = new TraceBlocks(fixture.store(), BlockMemory.NONE).open(meta);
        TraceIndex all = fixture.blocks().open(meta).traces();
        assertThat(unkept.groupCount()).isGreaterThan(2);
        int row = 0;
        for (int group = 0; group < unkept.groupCount(); group++) {
            TraceIndex traces = unkept.group(group).traces();
            int first = unkept.firstTrace(group);
            assertThat(traces.count()).isEqualTo(unkept.firstTrace(group + 1) - first);
            for (int trace = 0; trace < traces.count(); trace++) {
                assertThat(traces.id(trace)).isEqualTo(all.id(first + trace));
                assertThat(row + traces.firstRow(trace)).isEqualTo(all.firstRow(first + trace));
            }
            row += traces.firstRow(traces.count());
        }
        assertThat(row).isEqualTo((int) meta.rows());
    }

    @Test
    void manyAreFoundAtOnceAndTheFilterDeniesNone() throws IOException {
        BlockFixture fixture = new BlockFixture(folder, GroupLimits.DEFAULT);
        BlockMeta meta = fixture.blocks().write(List.of(SpanFixtures.runOf(List.of(request()))), fixture.target());
        TraceIndex all = fixture.blocks().open(meta).traces();
        List<TraceId> ids = IntStream.range(-5, TRACES * STEP)
                .filter(number -> number % 7 == 0)
                .mapToObj(TraceLookupTest::id)
                .toList();
        List<TracePlace> there =
                ids.stream().map(all::place).filter(Objects::nonNull).toList();
        assertThat(there).hasSizeGreaterThan(10_000);
        for (long memory : new long[] {0, 1 << 20, 64 << 20}) {
            TraceBlocks blocks = new TraceBlocks(fixture.store(), new BlockMemory(memory, 0));
            // twice, as what was read first may be at hand later
            for (int time = 0; time < 2; time++) {
                TraceBlock block = blocks.open(meta);
                assertThat(block.findAll(ids)).isEqualTo(there);
                assertThat(block.find(id(3))).isNull();
                TraceFilter filter = block.filter();
                int taken = 0;
                int last = -1;
                Iterator<TraceIndex> parts = block.parts();
                while (parts.hasNext()) {
                    TraceIndex part = parts.next();
                    for (int i = 0; i < part.count(); i++) {
                        assertThat(part.id(i)).isEqualTo(all.id(++last));
                        assertThat(filter.mayHold(part.highs()[i], part.lows()[i]))
                                .isTrue();
                        taken += filter.mayHold(part.highs()[i], part.lows()[i] + 1) ? 1 : 0;
                    }
                }
                assertThat(last).isEqualTo(TRACES - 1);
                assertThat(taken).isBetween(1, TRACES / 300);
            }
        }
    }

    private static TraceId id(int number) {
        return new TraceId(number < 0 ? 0 : 1 + number, number);
    }

    /// Every other trace has two spans.
    private static byte[] request() {
        ScopeSpans.Builder spans = ScopeSpans.newBuilder();
        for (int trace = 0; trace < TRACES; trace++) {
            TraceId id = id(trace * STEP);
            for (int span = 0; span <= trace % 2; span++) {
                spans.addSpans(Span.newBuilder()
                        .setTraceId(bytes(id.high()).concat(bytes(id.low())))
                        .setSpanId(bytes(1 + span))
                        .setName("a")
                        .setStartTimeUnixNano(1_700_000_000_000_000_000L + trace)
                        .setEndTimeUnixNano(1_700_000_000_000_000_100L + trace));
            }
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(spans))
                .build()
                .toByteArray();
    }

    private static ByteString bytes(long number) {
        return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, number));
    }
}
