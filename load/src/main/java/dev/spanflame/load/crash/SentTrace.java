package dev.spanflame.load.crash;

import com.google.protobuf.ByteString;
import dev.spanflame.load.trace.LoadIds;
import dev.spanflame.model.trace.TraceId;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;

/// A trace that is sent piece by piece. Everything in a span follows from the trace and the number of the span.
final class SentTrace {
    /// Spans after which a sender begins another trace.
    static final int FULL = 100;

    private static final String ITEM = "crash.item";
    private static final String PROOF = "crash.proof";

    private final TraceId id;
    private final long startNanos;
    private final Promises promises = new Promises();

    SentTrace(TraceId id, long startNanos) {
        this.id = id;
        this.startNanos = startNanos;
    }

    TraceId id() {
        return id;
    }

    Promises promises() {
        return promises;
    }

    /// Spans `[from, to)` as an OTLP request.
    byte[] request(int from, int to) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName("crash-check"));
        for (int item = from; item < to; item++) {
            scope.addSpans(span(item));
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(KeyValue.newBuilder()
                                        .setKey("service.name")
                                        .setValue(AnyValue.newBuilder().setStringValue("crash-check"))))
                        .addScopeSpans(scope))
                .build()
                .toByteArray();
    }

    private Span span(int item) {
        long start = startNanos + item * 1_000L;
        return Span.newBuilder()
                .setTraceId(bytes(id.high()).concat(bytes(id.low())))
                .setSpanId(bytes(spanId(item)))
                .setParentSpanId(item == 0 ? ByteString.EMPTY : bytes(spanId(0)))
                .setName("item " + item)
                .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + 1 + (proof(item) & 0xfffff))
                .addAttributes(number(ITEM, item))
                .addAttributes(number(PROOF, proof(item)))
                .build();
    }

    /// Counts the spans of an answer into `times`, by item; tells `findings` of spans that are not as they were sent.
    void count(Span span, long[] times, Findings findings) {
        long item = value(span, ITEM);
        if (item < 0 || item >= times.length || !isAsSent(span, (int) item)) {
            findings.alter("trace " + id.hex() + " has span " + hex(span.getSpanId()) + " named '" + span.getName()
                    + "' that was not sent like that");
            return;
        }
        times[(int) item]++;
    }

    private boolean isAsSent(Span span, int item) {
        Span sent = span(item);
        return span.getTraceId().equals(sent.getTraceId())
                && span.getSpanId().equals(sent.getSpanId())
                && span.getParentSpanId().equals(sent.getParentSpanId())
                && span.getName().equals(sent.getName())
                && span.getKind() == sent.getKind()
                && span.getStartTimeUnixNano() == sent.getStartTimeUnixNano()
                && span.getEndTimeUnixNano() == sent.getEndTimeUnixNano()
                && span.getAttributesCount() == sent.getAttributesCount()
                && value(span, PROOF) == proof(item);
    }

    private static long value(Span span, String key) {
        for (KeyValue attribute : span.getAttributesList()) {
            if (attribute.getKey().equals(key)) {
                return attribute.getValue().getIntValue();
            }
        }
        return -1;
    }

    private long spanId(int item) {
        return LoadIds.mix(id.low() + 2L * item) | 1;
    }

    private long proof(int item) {
        return LoadIds.mix(id.high() ^ LoadIds.mix(item));
    }

    private static KeyValue number(String key, long value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setIntValue(value))
                .build();
    }

    private static ByteString bytes(long id) {
        return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).flip());
    }

    private static String hex(ByteString bytes) {
        return java.util.HexFormat.of().formatHex(bytes.toByteArray());
    }
}
