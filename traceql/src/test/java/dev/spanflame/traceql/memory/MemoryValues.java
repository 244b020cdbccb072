package dev.spanflame.traceql.memory;

import dev.spanflame.model.Hex;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Span;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What each field is on a record.
final class MemoryValues {
    private MemoryValues() {}

    static Value ofSpan(Field field, TraceTree tree, int index) {
        MemorySpan span = tree.spans().get(index);
        return switch (field) {
            case Field.Attribute(Field.Scope scope, String key) ->
                switch (scope) {
                    case SPAN -> attribute(span.span().attributes(), key);
                    case RESOURCE -> attribute(span.resource().attributes(), key);
                    case INSTRUMENTATION -> attribute(span.scope().attributes(), key);
                    case EVENT, LINK -> Value.NIL;
                };
            case Field.Intrinsic intrinsic -> intrinsic(intrinsic, tree, index);
        };
    }

    static Value ofEvent(Field field, MemorySpan span, Span.Event event) {
        if (field instanceof Field.Attribute(Field.Scope scope, String key)) {
            return scope == Field.Scope.EVENT ? attribute(event.attributes(), key) : Value.NIL;
        }
        if (field == Field.Intrinsic.EVENT_NAME) {
            return Value.of(event.name());
        }
        return field == Field.Intrinsic.EVENT_TIME_SINCE_START
                ? new Value.Duration(event.timeNanos() - span.span().startNanos())
                : Value.NIL;
    }

    static Value ofLink(Field field, Span.Link link) {
        if (field instanceof Field.Attribute(Field.Scope scope, String key)) {
            return scope == Field.Scope.LINK ? attribute(link.attributes(), key) : Value.NIL;
        }
        if (field == Field.Intrinsic.LINK_SPAN_ID) {
            return Value.of(Hex.of(link.spanId()));
        }
        return field == Field.Intrinsic.LINK_TRACE_ID ? Value.of(link.traceId().shortHex()) : Value.NIL;
    }

    /// The last attribute of that key; nil if there is none, or one without a value.
    static Value attribute(List<Attribute> attributes, String key) {
        for (Attribute attribute : attributes.reversed()) {
            if (attribute.key().equals(key)) {
                return value(attribute.value());
            }
        }
        return Value.NIL;
    }

    private static Value intrinsic(Field.Intrinsic intrinsic, TraceTree tree, int index) {
        MemorySpan row = tree.spans().get(index);
        Span span = row.span();
        return switch (intrinsic) {
            case DURATION -> new Value.Duration(row.durationNanos());
            case NAME -> Value.of(span.name());
            case STATUS -> new Value.Status(span.status());
            case STATUS_MESSAGE -> Value.of(span.statusMessage());
            case KIND -> new Value.Kind(span.kind());
            case SPAN_ID -> Value.of(Hex.of(span.spanId()));
            case PARENT_ID -> Value.of(Hex.of(span.parentSpanId()));
            case CHILD_COUNT -> Value.of(tree.childCount(index));
            case TRACE_ID -> Value.of(span.traceId().shortHex());
            case TRACE_DURATION -> new Value.Duration(tree.endNanos() - tree.startNanos());
            case ROOT_NAME ->
                Value.of(
                        tree.root() < 0
                                ? ""
                                : tree.spans().get(tree.root()).span().name());
            case ROOT_SERVICE_NAME ->
                Value.of(tree.root() < 0 ? "" : service(tree.spans().get(tree.root())));
            case NESTED_SET_LEFT -> Value.of(tree.left(index));
            case NESTED_SET_RIGHT -> Value.of(tree.right(index));
            case NESTED_SET_PARENT -> Value.of(nestedSetParent(tree, index));
            case START -> Value.of(span.startNanos());
            case TRACE_STATE -> span.traceState().isEmpty() ? Value.NIL : Value.of(span.traceState());
            case INSTRUMENTATION_NAME -> Value.of(row.scope().name());
            case INSTRUMENTATION_VERSION -> Value.of(row.scope().version());
            case EVENT_NAME, EVENT_TIME_SINCE_START, LINK_SPAN_ID, LINK_TRACE_ID -> Value.NIL;
        };
    }

    private static long nestedSetParent(TraceTree tree, int index) {
        if (tree.isRoot(index)) {
            return -1;
        }
        return tree.parent(index) < 0 ? 0 : tree.left(tree.parent(index));
    }

    private static String service(MemorySpan span) {
        return attribute(span.resource().attributes(), "service.name") instanceof Value.Text(String text) ? text : "";
    }

    private static Value value(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Empty _ -> Value.NIL;
            case AttributeValue.Text(String text) -> Value.of(text);
            case AttributeValue.Bool(boolean bool) -> Value.of(bool);
            case AttributeValue.Int(long number) -> Value.of(number);
            case AttributeValue.Real(double number) -> new Value.Float(number);
            case AttributeValue.Array array -> isTyped(array) ? array(array) : new Value.Opaque(json(array));
            case AttributeValue.Bytes _, AttributeValue.Map _ -> new Value.Opaque(json(value));
        };
    }

    /// Whether all elements are scalars of one type.
    private static boolean isTyped(AttributeValue.Array array) {
        return array.values().stream().allMatch(element -> switch (element) {
            case AttributeValue.Text _, AttributeValue.Bool _, AttributeValue.Int _, AttributeValue.Real _ ->
                element.type() == array.values().getFirst().type();
            case AttributeValue.Empty _, AttributeValue.Bytes _, AttributeValue.Array _, AttributeValue.Map _ -> false;
        });
    }

    private static Value array(AttributeValue.Array array) {
        List<Value> elements = new ArrayList<>();
        array.values().forEach(element -> elements.add(value(element)));
        return new Value.Array(elements);
    }

    /// The form of OTLP/JSON.
    private static String json(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Empty _ -> "{}";
            case AttributeValue.Text(String text) -> "{\"stringValue\":" + quoted(text) + '}';
            case AttributeValue.Bool(boolean bool) -> "{\"boolValue\":" + bool + '}';
            case AttributeValue.Int(long number) -> "{\"intValue\":\"" + number + "\"}";
            case AttributeValue.Real(double number) ->
                "{\"doubleValue\":" + (Double.isFinite(number) ? number : "\"" + number + '"') + '}';
            case AttributeValue.Bytes(byte[] bytes) ->
                "{\"bytesValue\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}";
            case AttributeValue.Array(List<AttributeValue> elements) ->
                "{\"arrayValue\":{\"values\":"
                        + elements.stream().map(MemoryValues::json).toList() + "}}";
            case AttributeValue.Map(List<Attribute> entries) ->
                "{\"kvlistValue\":{\"values\":"
                        + entries.stream()
                                .map(entry ->
                                        "{\"key\":" + quoted(entry.key()) + ",\"value\":" + json(entry.value()) + '}')
                                .toList()
                        + "}}";
        };
    }

    private static String quoted(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return '"' + escaped + '"';
    }
}
