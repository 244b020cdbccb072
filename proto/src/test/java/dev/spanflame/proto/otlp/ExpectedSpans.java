package dev.spanflame.proto.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.BitSet;
import java.util.List;

/// What is to be kept of a request, written down a second time over generated messages.
public final class ExpectedSpans {
    private final TracesData kept;
    private final BitSet refused = new BitSet();
    private int ordinal;

    public ExpectedSpans(ExportTraceServiceRequest request) {
        TracesData.Builder data = TracesData.newBuilder();
        for (ResourceSpans group : request.getResourceSpansList()) {
            ResourceSpans.Builder keptGroup = group.toBuilder().clearScopeSpans();
            keptGroup.getResourceBuilder();
            plain(keptGroup.getResourceBuilder().getAttributesBuilderList());
            for (ScopeSpans scope : group.getScopeSpansList()) {
                addScope(scope, keptGroup);
            }
            if (keptGroup.getScopeSpansCount() > 0) {
                data.addResourceSpans(keptGroup);
            }
        }
        kept = data.build();
    }

    /// The spans that are kept; resource, scope and status are always set.
    public TracesData kept() {
        return kept;
    }

    /// Ordinals of the spans that are not.
    public BitSet refused() {
        return refused;
    }

    private void addScope(ScopeSpans scope, ResourceSpans.Builder group) {
        ScopeSpans.Builder keptScope = scope.toBuilder().clearSpans();
        plain(keptScope.getScopeBuilder().getAttributesBuilderList());
        for (Span span : scope.getSpansList()) {
            if (isId(span.getTraceId(), 16) && isId(span.getSpanId(), 8)) {
                keptScope.addSpans(keptSpan(span));
            } else {
                refused.set(ordinal);
            }
            ordinal++;
        }
        if (keptScope.getSpansCount() > 0) {
            group.addScopeSpans(keptScope);
        }
    }

    private static boolean isId(ByteString bytes, int size) {
        return bytes.size() == size && !bytes.equals(ByteString.copyFrom(new byte[size]));
    }

    private static Span keptSpan(Span span) {
        Span.Builder kept = span.toBuilder();
        kept.getStatusBuilder();
        plain(kept.getAttributesBuilderList());
        if (!isId(span.getParentSpanId(), 8)) {
            kept.clearParentSpanId();
            keepMisfit(span.getParentSpanId(), 8, "spanflame.parent_span_id").forEach(kept::addAttributes);
        }
        if (Long.compareUnsigned(span.getEndTimeUnixNano(), span.getStartTimeUnixNano()) < 0) {
            kept.setEndTimeUnixNano(span.getStartTimeUnixNano());
        }
        kept.getEventsBuilderList().forEach(event -> plain(event.getAttributesBuilderList()));
        kept.getLinksBuilderList().forEach(ExpectedSpans::keepLink);
        return kept.build();
    }

    private static void keepLink(Span.Link.Builder link) {
        plain(link.getAttributesBuilderList());
        if (!isId(link.getTraceId(), 16)) {
            keepMisfit(link.getTraceId(), 16, "spanflame.link_trace_id").forEach(link::addAttributes);
            link.clearTraceId();
        }
        if (!isId(link.getSpanId(), 8)) {
            keepMisfit(link.getSpanId(), 8, "spanflame.link_span_id").forEach(link::addAttributes);
            link.clearSpanId();
        }
    }

    private static List<KeyValue> keepMisfit(ByteString id, int size, String key) {
        return id.isEmpty() || id.size() == size
                ? List.of()
                : List.of(KeyValue.newBuilder()
                        .setKey(key)
                        .setValue(AnyValue.newBuilder().setBytesValue(id))
                        .build());
    }

    /// Takes away what belongs to the profiles signal, and sets the values that are absent.
    private static void plain(List<KeyValue.Builder> pairs) {
        for (KeyValue.Builder pair : pairs) {
            pair.clearKeyStrindex();
            plain(pair.getValueBuilder());
        }
    }

    private static void plain(AnyValue.Builder value) {
        switch (value.getValueCase()) {
            case STRING_VALUE_STRINDEX -> value.clearValue();
            case ARRAY_VALUE ->
                value.getArrayValueBuilder().getValuesBuilderList().forEach(ExpectedSpans::plain);
            case KVLIST_VALUE -> plain(value.getKvlistValueBuilder().getValuesBuilderList());
            default -> {}
        }
    }
}
