package dev.spanflame.block.trace.store;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Spans of generated messages as lines of text that say all of them; a Python script in [BlockReadersTest] writes
/// the same lines from the tables of a block.
final class OtlpText {
    private OtlpText() {}

    /// A line for each span.
    static List<String> lines(TracesData data) {
        List<String> lines = new ArrayList<>();
        for (ResourceSpans group : data.getResourceSpansList()) {
            for (ScopeSpans scope : group.getScopeSpansList()) {
                for (Span span : scope.getSpansList()) {
                    lines.add(span(span) + "|" + resource(group) + "|" + scope(scope));
                }
            }
        }
        return lines;
    }

    private static String resource(ResourceSpans group) {
        Resource resource = group.getResource();
        ByteString refs = Resource.newBuilder()
                .addAllEntityRefs(resource.getEntityRefsList())
                .build()
                .toByteString();
        return join(
                attributes(resource.getAttributesList()),
                unsigned(resource.getDroppedAttributesCount()),
                hex(group.getSchemaUrl()),
                hex(refs));
    }

    private static String scope(ScopeSpans group) {
        InstrumentationScope scope = group.getScope();
        return join(
                hex(scope.getName()),
                hex(scope.getVersion()),
                attributes(scope.getAttributesList()),
                unsigned(scope.getDroppedAttributesCount()),
                hex(group.getSchemaUrl()));
    }

    private static String span(Span span) {
        List<String> events = new ArrayList<>();
        for (Span.Event event : span.getEventsList()) {
            events.add(join(
                    String.valueOf(event.getTimeUnixNano() - span.getStartTimeUnixNano()),
                    hex(event.getName()),
                    attributes(event.getAttributesList()),
                    unsigned(event.getDroppedAttributesCount())));
        }
        List<String> links = new ArrayList<>();
        for (Span.Link link : span.getLinksList()) {
            links.add(join(
                    id(link.getTraceId(), 32),
                    id(link.getSpanId(), 16),
                    hex(link.getTraceState()),
                    attributes(link.getAttributesList()),
                    unsigned(link.getDroppedAttributesCount()),
                    unsigned(link.getFlags())));
        }
        return join(
                id(span.getTraceId(), 32),
                id(span.getSpanId(), 16),
                id(span.getParentSpanId(), 16),
                hex(span.getTraceState()),
                unsigned(span.getFlags()),
                hex(span.getName()),
                String.valueOf(span.getKindValue()),
                String.valueOf(span.getStartTimeUnixNano()),
                String.valueOf(span.getEndTimeUnixNano() - span.getStartTimeUnixNano()),
                attributes(span.getAttributesList()),
                unsigned(span.getDroppedAttributesCount()),
                events.toString(),
                unsigned(span.getDroppedEventsCount()),
                links.toString(),
                unsigned(span.getDroppedLinksCount()),
                String.valueOf(span.getStatus().getCodeValue()),
                hex(span.getStatus().getMessage()));
    }

    private static String attributes(List<KeyValue> pairs) {
        SortedMap<String, String> byKey = new TreeMap<>();
        pairs.forEach(pair -> byKey.put(hex(pair.getKey()), value(pair.getValue())));
        return byKey.toString().replace(" ", "");
    }

    private static String value(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> "s" + hex(value.getStringValue());
            case BOOL_VALUE -> "b" + (value.getBoolValue() ? 1 : 0);
            case INT_VALUE -> "i" + value.getIntValue();
            case DOUBLE_VALUE -> "d" + HexFormat.of().toHexDigits(Double.doubleToLongBits(value.getDoubleValue()));
            case BYTES_VALUE -> "y" + hex(value.getBytesValue());
            case ARRAY_VALUE -> {
                List<String> values = new ArrayList<>();
                value.getArrayValue().getValuesList().forEach(each -> values.add(value(each)));
                yield "a[" + String.join(",", values) + "]";
            }
            case KVLIST_VALUE -> {
                List<String> pairs = new ArrayList<>();
                value.getKvlistValue()
                        .getValuesList()
                        .forEach(pair -> pairs.add(hex(pair.getKey()) + "=" + value(pair.getValue())));
                yield "m[" + String.join(",", pairs) + "]";
            }
            case STRING_VALUE_STRINDEX, VALUE_NOT_SET -> "e";
        };
    }

    private static String join(String... parts) {
        return "(" + String.join(";", parts) + ")";
    }

    private static String unsigned(int number) {
        return Integer.toUnsignedString(number);
    }

    private static String id(ByteString bytes, int digits) {
        return bytes.isEmpty() ? "0".repeat(digits) : hex(bytes);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
