package dev.spanflame.block.trace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.trace.SpanFixtures;
import dev.spanflame.block.trace.SpanReader.SpanRecord;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.build.SpanRunBuilder;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.objectstore.NoSuchObjectException;
import dev.spanflame.objectstore.Payload;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Shapes that no sender should send. With `-Dspanflame.full=true` they have their full size.
final class HostileBlocksTest {
    private static final boolean FULL = Boolean.getBoolean("spanflame.full");
    private static final int VALUE_BYTES = 1 << 20;
    private static final long START = 1_700_000_000_000_000_000L;

    @TempDir
    Path folder;

    @Test
    void keysThatDifferOnlyInCaseAreKept() throws IOException {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Span.Builder span = span(i / 4, i);
            for (String key : List.of("Key", "key", "KEY", "kEY").subList(0, 1 + i % 4)) {
                span.addAttributes(text(key, key + i));
            }
            spans.add(span.build());
        }
        assertRoundTrip(spans);
    }

    @Test
    void aKeyOfManyTypesIsKept() throws IOException {
        List<Span> spans = new ArrayList<>();
        List<AnyValue> values = List.of(
                AnyValue.newBuilder().setStringValue("x").build(),
                AnyValue.newBuilder().setIntValue(Long.MIN_VALUE).build(),
                AnyValue.newBuilder().setDoubleValue(Double.NaN).build(),
                AnyValue.newBuilder().setBoolValue(true).build(),
                AnyValue.newBuilder()
                        .setBytesValue(ByteString.copyFrom(new byte[20_000]))
                        .build(),
                AnyValue.getDefaultInstance());
        for (int i = 0; i < 60; i++) {
            spans.add(span(i / 3, i)
                    .addAttributes(KeyValue.newBuilder().setKey("k").setValue(values.get(i % values.size())))
                    .build());
        }
        assertRoundTrip(spans);
    }

    @Test
    void thousandsOfKeysAreKept() throws IOException {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Span.Builder span = span(i / 10, i);
            for (int key = 0; key < 10; key++) {
                span.addAttributes(text("key-" + (i * 10 + key), "v"));
            }
            spans.add(span.build());
        }
        assertRoundTrip(spans);
    }

    /// Writes the spans as one block and as two that are merged.
    private void assertRoundTrip(List<Span> spans) throws IOException {
        BlockFixture fixture = new BlockFixture(folder, new GroupLimits(16, 1 << 20));
        byte[] all = request(spans);
        BlockMeta whole = fixture.blocks().write(List.of(SpanFixtures.runOf(List.of(all))), fixture.target());
        int middle = spans.size() / 2;
        List<BlockMeta> halves = List.of(
                write(fixture, request(spans.subList(0, middle + 3))),
                write(fixture, request(spans.subList(middle, spans.size()))));
        BlockMeta merged = fixture.blocks().merge(halves, fixture.target(), () -> false);
        List<SpanRecord> records = BlockFixture.records(fixture.blocks().open(whole));
        assertThat(records).containsExactlyInAnyOrderElementsOf(SpanFixtures.expected(List.of(all)));
        assertThat(BlockFixture.records(fixture.blocks().open(merged))).isEqualTo(records);
    }

    @Test
    void aTraceLargerThanARowGroupStaysInOne() throws IOException {
        int count = 500_000;
        SpanRunBuilder builder = new SpanRunBuilder();
        for (int from = 0; from < count; from += 10_000) {
            List<Span> spans = new ArrayList<>();
            for (int i = from; i < from + 10_000; i++) {
                spans.add(span(1, i)
                        .setParentSpanId(i == 0 ? ByteString.EMPTY : id(1 + (i - 1) / 2))
                        .build());
            }
            builder.append(SpanFixtures.batch(request(spans)));
        }
        builder.append(SpanFixtures.batch(
                request(List.of(span(0, 1).build(), span(2, 1).build()))));
        BlockFixture fixture = new BlockFixture(folder, GroupLimits.DEFAULT);
        BlockMeta meta = fixture.blocks().write(List.of(builder.tail().seal()), fixture.target());
        TraceBlock block = fixture.blocks().open(fixture.blocks().merge(List.of(meta), fixture.target(), () -> false));
        assertThat(block.groupCount()).isEqualTo(3);
        assertThat(block.firstTrace(2)).isEqualTo(2);
        SpanRows rows = BlockFixture.trace(block, 1);
        assertThat(rows.spans().rows()).isEqualTo(count);
        assertThat(block.group(1).spans().rows()).isEqualTo(count);
    }

    @Test
    void valuesOfAMebibyteAreMergedInBoundedMemory() throws IOException {
        int values = FULL ? 10_000 : 160;
        int each = FULL ? 40 : 20;
        BlockFixture fixture = new BlockFixture(folder, GroupLimits.DEFAULT);
        List<BlockMeta> level = new ArrayList<>();
        for (int from = 0; from < values; from += each) {
            SpanRunBuilder builder = new SpanRunBuilder();
            for (int i = from; i < from + each; i++) {
                Span span = span(i / 5, i).addAttributes(text("big", huge(i))).build();
                builder.append(SpanFixtures.batch(request(List.of(span))));
            }
            level.add(fixture.blocks().write(List.of(builder.tail().seal()), fixture.target()));
        }
        while (level.size() > 1) {
            List<BlockMeta> next = new ArrayList<>();
            for (int from = 0; from < level.size(); from += 8) {
                List<BlockMeta> inputs = level.subList(from, Math.min(level.size(), from + 8));
                next.add(fixture.blocks().merge(inputs, fixture.target(), () -> false));
            }
            level = next;
        }
        TraceBlock block = fixture.blocks().open(level.getFirst());
        assertThat(block.meta().rows()).isEqualTo(values);
        assertThat(block.groupCount()).isGreaterThanOrEqualTo(values / 64);
        for (int trace = 0; trace < block.traces().count(); trace += FULL ? 50 : 5) {
            for (SpanRecord stored : SpanFixtures.records(BlockFixture.trace(block, trace))) {
                int number = (int) (stored.span().startNanos() - START);
                List<Attribute> attributes = stored.span().attributes();
                assertThat(attributes).hasSize(1);
                assertThat(attributes.getFirst().value().equals(new AttributeValue.Text(huge(number))))
                        .isTrue();
            }
        }
    }

    @Test
    void damageIsNamed() throws IOException {
        BlockFixture fixture = new BlockFixture(folder, GroupLimits.DEFAULT);
        BlockMeta meta =
                write(fixture, request(List.of(span(1, 1).build(), span(2, 2).build())));
        String spans = meta.key(BlockTable.SPANS.object());
        byte[] bytes = fixture.store().get(spans);
        for (int i = 4; i < bytes.length - 400; i++) {
            bytes[i] ^= 0x55;
        }
        fixture.store().put(spans, Payload.of(bytes));
        TraceBlock damaged = fixture.blocks().open(meta);
        assertThatThrownBy(() -> SpanFixtures.records(damaged.group(0)))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT))
                .hasMessageContaining(spans);

        String index = meta.key(BlockTable.INDEX);
        byte[] indexBytes = fixture.store().get(index);
        indexBytes[indexBytes.length / 2] ^= 1;
        fixture.store().put(index, Payload.of(indexBytes));
        TraceBlocks fresh = new TraceBlocks(fixture.store(), BlockMemory.NONE);
        assertThatThrownBy(() -> fresh.open(meta))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT))
                .hasMessageContaining(index);
        assertThatThrownBy(() -> BlockIndexFormat.parse(index, indexBytes)).isInstanceOf(BackendException.class);

        fixture.store().delete(index);
        assertThatThrownBy(() -> fresh.open(meta)).isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void aMergeThatIsCancelledLeavesNothing() throws IOException {
        BlockFixture fixture = BlockFixture.inFiles(folder, GroupLimits.DEFAULT);
        BlockMeta meta = write(fixture, request(List.of(span(1, 1).build())));
        assertThatThrownBy(() -> fixture.blocks().merge(List.of(meta), fixture.target(), () -> true))
                .isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> fixture.blocks().write(List.of(), fixture.target()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(folder.resolve("staging")).isEmptyDirectory();
        assertThat(Objects.requireNonNull(fixture.folder(meta).getParent()))
                .isDirectoryContaining(path -> path.endsWith(meta.id()))
                .isDirectoryNotContaining(path -> !path.endsWith(meta.id()));
    }

    private static BlockMeta write(BlockFixture fixture, byte[] request) throws IOException {
        SpanRun run = SpanFixtures.runOf(List.of(request));
        return fixture.blocks().write(List.of(run), fixture.target());
    }

    private static byte[] request(List<Span> spans) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        request.addResourceSpansBuilder().addScopeSpansBuilder().addAllSpans(spans);
        return request.build().toByteArray();
    }

    private static Span.Builder span(int trace, int number) {
        return Span.newBuilder()
                .setTraceId(ByteString.copyFrom(
                        ByteBuffer.allocate(16).putLong(trace).putLong(7).flip()))
                .setSpanId(id(number + 1))
                .setName("s")
                .setStartTimeUnixNano(START + number)
                .setEndTimeUnixNano(START + number + 5);
    }

    private static ByteString id(long number) {
        return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(number).flip());
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static String huge(int number) {
        return (number + "-").repeat(VALUE_BYTES / (Integer.toString(number).length() + 1));
    }
}
