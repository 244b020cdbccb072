package dev.spanflame.proto.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.Oddity;
import dev.spanflame.model.trace.SpanBatch.Refusal;
import dev.spanflame.model.trace.Trace;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OtlpSpanDecoderTest {
    private static final ByteString TRACE_ID = ByteString.copyFromUtf8("0123456789abcdef");
    private static final ByteString SPAN_ID = ByteString.copyFromUtf8("01234567");

    private final OtlpSpanDecoder decoder = new OtlpSpanDecoder();
    private final SpanBatch batch = new SpanBatch();

    @Test
    void anEmptyRequestHasNoSpan() {
        decoder.decode(new byte[0], batch);

        assertThat(batch.spans().size()).isZero();
        assertThat(decoder.spanCount()).isZero();
    }

    @Test
    void refusesSpansWithBadIdsAndKeepsTheirNeighbours() {
        decode(
                span().setTraceId(ByteString.EMPTY),
                span().setName("first"),
                span().setTraceId(ByteString.copyFrom(new byte[16])),
                span().setTraceId(ByteString.copyFrom(new byte[15])),
                span().setSpanId(ByteString.EMPTY).addEvents(io.opentelemetry.proto.trace.v1.Span.Event.newBuilder()),
                span().setSpanId(ByteString.copyFrom(new byte[8])),
                span().setSpanId(TRACE_ID).setTraceId(SPAN_ID),
                span().setName("second"));

        assertThat(spans()).extracting(Span::name).containsExactly("first", "second");
        assertThat(batch.refused().stream()).containsExactly(0, 2, 3, 4, 5, 6);
        assertThat(batch.refusedCount(Refusal.INVALID_TRACE_ID)).isEqualTo(4);
        assertThat(batch.refusedCount(Refusal.INVALID_SPAN_ID)).isEqualTo(2);
        assertThat(batch.events().size()).isZero();
        assertThat(decoder.spanCount()).isEqualTo(8);
    }

    @Test
    void aSpanThatEndsBeforeItsStartIsKeptWithDurationZero() {
        decode(span().setStartTimeUnixNano(2_000).setEndTimeUnixNano(1_999));

        assertThat(spans().getFirst().endNanos()).isEqualTo(2_000);
        assertThat(batch.oddityCount(Oddity.END_BEFORE_START)).isEqualTo(1);
    }

    @Test
    void timesAreUnsigned() {
        decode(span().setStartTimeUnixNano(5).setEndTimeUnixNano(-1));

        assertThat(spans().getFirst().endNanos()).isEqualTo(-1);
        assertThat(batch.oddityCount(Oddity.END_BEFORE_START)).isZero();
    }

    @Test
    void aStartOfZeroIsKeptAndCounted() {
        decode(span().setStartTimeUnixNano(0));

        assertThat(spans().getFirst().startNanos()).isZero();
        assertThat(batch.oddityCount(Oddity.START_ZERO)).isEqualTo(1);
    }

    @Test
    void aParentIdThatIsNoSpanIdIsKeptAsAttribute() {
        decode(
                span().setParentSpanId(TRACE_ID)
                        .addAttributes(pair("a", AnyValue.newBuilder().setIntValue(1))),
                span().setParentSpanId(ByteString.copyFrom(new byte[8])),
                span().setParentSpanId(SPAN_ID));

        assertThat(spans()).extracting(Span::parentSpanId).containsExactly(0L, 0L, 0x3031323334353637L);
        assertThat(spans().getFirst().attributes())
                .containsExactly(
                        Attribute.of("a", 1),
                        new Attribute("spanflame.parent_span_id", new AttributeValue.Bytes(TRACE_ID.toByteArray())));
        assertThat(spans().get(1).attributes()).isEmpty();
        assertThat(batch.oddityCount(Oddity.INVALID_PARENT_ID)).isEqualTo(1);
    }

    @Test
    void idsOfLinksThatAreNoneAreKeptAsAttributes() {
        decode(span().addLinks(io.opentelemetry.proto.trace.v1.Span.Link.newBuilder()
                .setTraceId(SPAN_ID)
                .setSpanId(ByteString.copyFromUtf8("x"))));

        Span.Link link = spans().getFirst().links().getFirst();
        assertThat(link.traceId().isZero()).isTrue();
        assertThat(link.spanId()).isZero();
        assertThat(link.attributes())
                .containsExactly(
                        new Attribute("spanflame.link_trace_id", new AttributeValue.Bytes(SPAN_ID.toByteArray())),
                        new Attribute("spanflame.link_span_id", new AttributeValue.Bytes(new byte[] {'x'})));
        assertThat(batch.oddityCount(Oddity.INVALID_LINK_ID)).isEqualTo(1);
    }

    @Test
    void unknownKindsAreKeptAndCounted() {
        decode(span().setKindValue(5), span().setKindValue(6), span().setKindValue(-3));

        assertThat(spans()).extracting(Span::kind).containsExactly(5, 6, -3);
        assertThat(batch.oddityCount(Oddity.UNKNOWN_KIND)).isEqualTo(2);
    }

    @Test
    void invalidTextIsRepairedWhereverItStands() {
        byte[] request = request(span().setName("n?n")
                        .setTraceState("t?")
                        .addAttributes(pair("k?", AnyValue.newBuilder().setStringValue("v?")))
                        .addAttributes(pair(
                                "list",
                                AnyValue.newBuilder()
                                        .setArrayValue(ArrayValue.newBuilder()
                                                .addValues(AnyValue.newBuilder().setStringValue("?"))))))
                .toByteArray();
        for (int i = 0; i < request.length; i++) {
            request[i] = request[i] == '?' ? (byte) 0xc3 : request[i];
        }

        decoder.decode(request, batch);

        Span span = spans().getFirst();
        assertThat(span.name()).isEqualTo("n\ufffdn");
        assertThat(span.traceState()).isEqualTo("t\ufffd");
        assertThat(span.attributes())
                .containsExactly(
                        Attribute.of("k\ufffd", "v\ufffd"),
                        new Attribute("list", new AttributeValue.Array(List.of(new AttributeValue.Text("\ufffd")))));
        assertThat(batch.oddityCount(Oddity.INVALID_UTF8)).isEqualTo(5);
    }

    @Test
    void repeatedKeysStayInTheTable() {
        decode(span().addAttributes(pair("k", AnyValue.newBuilder().setIntValue(1)))
                .addAttributes(pair("k", AnyValue.newBuilder().setIntValue(2))));

        assertThat(spans().getFirst().attributes()).containsExactly(Attribute.of("k", 1), Attribute.of("k", 2));
    }

    @Test
    void stepsOverSkippedSpansWithoutJudgingThem() {
        byte[] request = request(span().setName("0"), span().setSpanId(ByteString.EMPTY), span().setName("2"))
                .toByteArray();
        BitSet skip = new BitSet();
        skip.set(0);
        skip.set(1);

        decoder.decode(request, skip, batch);

        assertThat(spans()).extracting(Span::name).containsExactly("2");
        assertThat(batch.refused().isEmpty()).isTrue();
        assertThat(decoder.spanCount()).isEqualTo(3);
    }

    @Test
    void scopePiecesAfterSpansBelongToTheScope() {
        byte[] spanField = ScopeSpans.newBuilder()
                .addSpans(span().addAttributes(pair("own", AnyValue.newBuilder().setIntValue(1))))
                .build()
                .toByteArray();
        byte[] early = scopePiece(InstrumentationScope.newBuilder()
                .setName("early")
                .addAttributes(pair("a", AnyValue.newBuilder().setIntValue(1))));
        byte[] late = scopePiece(InstrumentationScope.newBuilder()
                .setVersion("late")
                .addAttributes(pair("b", AnyValue.newBuilder().setIntValue(2))));
        byte[] scopeSpans = concat(early, spanField, late, spanField);

        decoder.decode(wrapped(1, wrapped(2, scopeSpans)), batch);

        Trace.ScopeSpans group = onlyScope();
        assertThat(group.spans()).hasSize(2);
        assertThat(group.scope().name()).isEqualTo("early");
        assertThat(group.scope().version()).isEqualTo("late");
        assertThat(group.scope().attributes()).containsExactly(Attribute.of("a", 1), Attribute.of("b", 2));
    }

    @Test
    void resourcePiecesAndSchemaUrlAfterSpansBelongToTheResource() {
        byte[] before = ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder()
                        .addAttributes(pair("a", AnyValue.newBuilder().setIntValue(1))))
                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span()))
                .build()
                .toByteArray();
        byte[] after = ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder()
                        .setDroppedAttributesCount(7)
                        .addAttributes(pair("b", AnyValue.newBuilder().setIntValue(2))))
                .setSchemaUrl("schema")
                .build()
                .toByteArray();

        decoder.decode(wrapped(1, concat(before, after)), batch);

        dev.spanflame.model.trace.Resource resource = SpanRecords.resource(batch, 0);
        assertThat(resource.attributes()).containsExactly(Attribute.of("a", 1), Attribute.of("b", 2));
        assertThat(resource.droppedAttributes()).isEqualTo(7);
        assertThat(resource.schemaUrl()).isEqualTo("schema");
    }

    @Test
    void inAnAttributeTheLastCaseCountsAndPiecesOfOneCaseMerge() {
        AnyValue one = AnyValue.newBuilder()
                .setArrayValue(
                        ArrayValue.newBuilder().addValues(AnyValue.newBuilder().setIntValue(1)))
                .build();
        AnyValue two = AnyValue.newBuilder()
                .setArrayValue(
                        ArrayValue.newBuilder().addValues(AnyValue.newBuilder().setIntValue(2)))
                .build();
        AnyValue text = AnyValue.newBuilder().setStringValue("x").build();

        assertThat(valueOf(one, two)).isEqualTo(array(1, 2));
        assertThat(valueOf(one, text)).isEqualTo(new AttributeValue.Text("x"));
        assertThat(valueOf(text, one, AnyValue.getDefaultInstance())).isEqualTo(array(1));
        // protobuf-java's generated parser gives [1, 2] here; the specification and its reflective parser do not.
        assertThat(valueOf(one, text, two)).isEqualTo(array(2));
    }

    @Test
    void takesMessagesNestedAsDeepAsProtobufAndNoDeeper() throws IOException {
        AnyValue value = AnyValue.newBuilder().setIntValue(1).build();
        // A span's value is the fifth message inside the request, and each array adds two.
        for (int depth = 5; depth + 2 <= 100; depth += 2) {
            value = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(value))
                    .build();
        }
        byte[] deepest =
                request(span().addAttributes(pair("k", value.toBuilder()))).toByteArray();
        value = AnyValue.newBuilder()
                .setArrayValue(ArrayValue.newBuilder().addValues(value))
                .build();
        byte[] tooDeep =
                request(span().addAttributes(pair("k", value.toBuilder()))).toByteArray();

        decoder.decode(deepest, batch);

        assertThat(spans()).hasSize(1);
        assertThat(OtlpOracle.isAccepted(deepest)).isTrue();
        assertThat(OtlpOracle.isAccepted(tooDeep)).isFalse();
        assertRefused(tooDeep, "nested deeper than 100");
    }

    @Test
    void groupsMayBeNestedAHundredDeep() {
        assertThat(OtlpOracle.isAccepted(groups(100))).isTrue();
        decoder.decode(groups(100), batch);
        assertThat(OtlpOracle.isAccepted(groups(101))).isFalse();
        assertRefused(groups(101), "nested deeper than 100");
        assertRefused(groups(100_000), "nested deeper than 100");
    }

    @Test
    void malformedInputNamesTheOffsetAndLeavesNothing() {
        byte[] good = request(span().setName("kept?")).toByteArray();
        byte[] bad = concat(good, new byte[] {0x0a, 0x05, 0x01});

        assertRefused(bad, "at byte " + (good.length + 2) + " there is a field of 5 bytes where 1 are left");
    }

    @Test
    void refusesWhatIsNoProtobuf() {
        assertRefused(new byte[] {0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07}, "2147483647 bytes");
        assertRefused(new byte[] {0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f}, "4294967295 bytes");
        assertRefused(new byte[] {0x00}, "field number 0");
        assertRefused(new byte[] {0x0f}, "unknown wire type 7");
        assertRefused(new byte[] {0x0c}, "end of a group that did not begin");
        assertRefused(new byte[] {0x0b, 0x14}, "the end of another group");
        assertRefused(new byte[] {0x0b}, "a group without its end");
        assertRefused(new byte[] {0x10, (byte) 0x80}, "a number that is cut off");
        assertRefused("{\"resourceSpans\":[]}".getBytes(StandardCharsets.UTF_8), "there is");
        byte[] endless = new byte[12];
        java.util.Arrays.fill(endless, (byte) 0x80);
        endless[0] = 0x10;
        assertRefused(endless, "a number longer than ten bytes");
    }

    @Test
    void refusesRequestsMadeOfEmptyItems() {
        ByteArrayOutputStream attributes = new ByteArrayOutputStream();
        ByteArrayOutputStream links = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            attributes.writeBytes(new byte[] {0x4a, 0});
            links.writeBytes(new byte[] {0x6a, 0});
        }
        byte[] ids = span().build().toByteArray();

        for (byte[] items : List.of(attributes.toByteArray(), links.toByteArray())) {
            byte[] request = wrapped(1, wrapped(2, wrapped(2, concat(ids, items))));
            assertThatExceptionOfType(BackendException.class)
                    .isThrownBy(() -> decoder.decode(request, batch))
                    .withMessageContaining("more than its size explains")
                    .satisfies(e -> assertThat(e.reason()).isEqualTo("empty_items"));
        }
    }

    @Test
    void emptyGroupsLeaveNoRows() {
        byte[] emptyScopes = new byte[20_000];
        for (int i = 0; i < emptyScopes.length; i += 2) {
            emptyScopes[i] = 0x12;
        }

        decoder.decode(wrapped(1, emptyScopes), batch);

        assertThat(batch.scopes().size()).isZero();
        assertThat(batch.resources().size()).isZero();
    }

    @Test
    void alternatingPiecesOfAScopeTakeLinearTime() {
        ByteArrayOutputStream scopeSpans = new ByteArrayOutputStream();
        byte[] spanField = ScopeSpans.newBuilder()
                .addSpans(span().addAttributes(pair("own", AnyValue.newBuilder().setIntValue(1))))
                .build()
                .toByteArray();
        byte[] piece = scopePiece(InstrumentationScope.newBuilder()
                .addAttributes(pair("a", AnyValue.newBuilder().setIntValue(1))));
        int pieces = 30_000;
        for (int i = 0; i < pieces; i++) {
            scopeSpans.writeBytes(piece);
            scopeSpans.writeBytes(spanField);
        }

        decoder.decode(wrapped(1, wrapped(2, scopeSpans.toByteArray())), batch);

        assertThat(onlyScope().scope().attributes()).hasSize(pieces);
        // Each attribute is read at most twice; a copy per piece would make half a billion rows.
        assertThat(batch.attributes().size()).isLessThanOrEqualTo(3 * pieces);
    }

    @Test
    void allocatesNothingPerSpanOnceWarm() {
        byte[] request = new SpanLoad(3, 1_760_000_000_000_000_000L).request(40).toByteArray();
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        decoder.decode(request, batch);
        long before = threads.getCurrentThreadAllocatedBytes();

        decoder.decode(request, batch);

        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(batch.spans().size()).isGreaterThan(1_000);
        assertThat(allocated).isLessThan(batch.spans().size());
    }

    private AttributeValue valueOf(AnyValue... pieces) {
        ByteArrayOutputStream pair = new ByteArrayOutputStream();
        for (AnyValue piece : pieces) {
            pair.writeBytes(wrapped(2, piece.toByteArray()));
        }
        byte[] span = concat(span().build().toByteArray(), wrapped(9, pair.toByteArray()));
        decoder.decode(wrapped(1, wrapped(2, wrapped(2, span))), batch);
        return spans().getFirst().attributes().getFirst().value();
    }

    private static AttributeValue array(long... numbers) {
        List<AttributeValue> values = new ArrayList<>();
        for (long number : numbers) {
            values.add(new AttributeValue.Int(number));
        }
        return new AttributeValue.Array(values);
    }

    private void assertRefused(byte[] request, String why) {
        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> decoder.decode(request, batch))
                .withMessageContaining(why)
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
                    assertThat(e.reason()).isEqualTo("malformed_protobuf");
                });
        assertThat(batch.spans().size()).isZero();
        assertThat(batch.resources().size()).isZero();
    }

    private void decode(io.opentelemetry.proto.trace.v1.Span.Builder... spans) {
        decoder.decode(request(spans).toByteArray(), batch);
    }

    private List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        for (int row = 0; row < batch.spans().size(); row++) {
            spans.add(SpanRecords.span(batch, row));
        }
        return spans;
    }

    private Trace.ScopeSpans onlyScope() {
        List<Trace.ResourceSpans> groups = SpanRecords.trace(batch).resourceSpans();
        assertThat(groups).hasSize(1);
        assertThat(groups.getFirst().scopeSpans()).hasSize(1);
        return groups.getFirst().scopeSpans().getFirst();
    }

    private static io.opentelemetry.proto.trace.v1.Span.Builder span() {
        return io.opentelemetry.proto.trace.v1.Span.newBuilder()
                .setTraceId(TRACE_ID)
                .setSpanId(SPAN_ID)
                .setStartTimeUnixNano(1)
                .setEndTimeUnixNano(2);
    }

    private static ExportTraceServiceRequest request(io.opentelemetry.proto.trace.v1.Span.Builder... spans) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        for (io.opentelemetry.proto.trace.v1.Span.Builder span : spans) {
            scope.addSpans(span);
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
                .build();
    }

    private static KeyValue.Builder pair(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value);
    }

    private static byte[] scopePiece(InstrumentationScope.Builder scope) {
        return ScopeSpans.newBuilder().setScope(scope).build().toByteArray();
    }

    private static byte[] groups(int count) {
        byte[] groups = new byte[2 * count];
        for (int i = 0; i < count; i++) {
            groups[i] = 0x0b;
            groups[count + i] = 0x0c;
        }
        return groups;
    }

    private static byte[] wrapped(int field, byte[] message) {
        byte[] wrapped = new byte[CodedOutputStream.computeByteArraySize(field, message)];
        try {
            CodedOutputStream.newInstance(wrapped).writeByteArray(field, message);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return wrapped;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
