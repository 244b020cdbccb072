package dev.spanflame.block.trace.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.trace.SpanFixtures;
import dev.spanflame.block.trace.store.read.StoredBlock;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How many indexes stay in memory is decided by what they take there, and merges leave those that queries want.
final class KeptIndexesTest {
    @TempDir
    Path folder;

    private BlockFixture fixture;
    private final List<BlockMeta> metas = new ArrayList<>();

    @BeforeEach
    void writeThreeBlocks() throws IOException {
        fixture = new BlockFixture(folder, GroupLimits.DEFAULT);
        for (int i = 0; i < 3; i++) {
            metas.add(fixture.blocks().write(List.of(SpanFixtures.runOf(List.of(request()))), fixture.target()));
        }
    }

    @Test
    void thoseUsedLastStayAsFarAsTheyFit() throws IOException {
        TraceBlocks blocks = withRoomForTwo();
        BlockIndex first = index(blocks, 0);
        BlockIndex second = index(blocks, 1);
        assertThat(index(blocks, 0)).isSameAs(first);
        index(blocks, 2);
        assertThat(index(blocks, 0)).isSameAs(first);
        assertThat(index(blocks, 1)).isNotSameAs(second);
    }

    @Test
    void aMergeTakesNobodysPlace() throws IOException {
        TraceBlocks blocks = withRoomForTwo();
        BlockIndex first = index(blocks, 0);
        blocks.merge(metas, fixture.target(), () -> false);
        assertThat(index(blocks, 0)).isSameAs(first);
        BlockIndex second = index(blocks, 1);
        assertThat(index(blocks, 0)).isSameAs(first);
        assertThat(index(blocks, 1)).isSameAs(second);
    }

    private TraceBlocks withRoomForTwo() throws IOException {
        long each = index(fixture.blocks(), 0).memoryBytes();
        // indexes have one half of that memory
        return new TraceBlocks(fixture.store(), new BlockMemory(2 * (2 * each + each / 2), 0));
    }

    private BlockIndex index(TraceBlocks blocks, int block) throws IOException {
        return ((StoredBlock) blocks.open(metas.get(block))).index();
    }

    private static byte[] request() {
        Span span = Span.newBuilder()
                .setTraceId(ByteString.copyFromUtf8("a trace's number"))
                .setSpanId(ByteString.copyFromUtf8("a span's"))
                .setName("a")
                .setStartTimeUnixNano(1_700_000_000_000_000_000L)
                .setEndTimeUnixNano(1_700_000_000_000_000_100L)
                .build();
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                .build()
                .toByteArray();
    }
}
