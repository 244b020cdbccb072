package dev.spanflame.traceql.oracle;

import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.syntax.tree.AttributeName;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.syntax.tree.Intrinsic;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.ParentIntrinsic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Values as plain objects: Long, Double, String, Boolean, [Nanos], [Code], List, [Other], and null for nil.
final class OracleValues {
    private OracleValues() {}

    /// A duration.
    record Nanos(long value) {}

    /// A status or kind.
    record Code(String type, int number) {}

    /// Something that only exists.
    record Other(AttributeValue content) {}

    static Object literal(Literal literal) {
        return switch (literal) {
            case Literal.Int(long value) -> value;
            case Literal.Float(double value) -> value;
            case Literal.Text(String value) -> value;
            case Literal.Bool(boolean value) -> value;
            case Literal.Duration(long nanos) -> new Nanos(nanos);
            case Literal.Status status -> new Code("status", status.value().code());
            case Literal.Kind kind -> new Code("kind", kind.value().code());
        };
    }

    static @Nullable Object field(
            FieldName name, OracleSpan span, Span.@Nullable Event event, Span.@Nullable Link link) {
        return switch (name) {
            case AttributeName attribute -> {
                OracleSpan owner = attribute.ofParent() ? span.parent() : span;
                yield owner == null ? null : attribute(attribute, owner, event, link);
            }
            case ParentIntrinsic(Intrinsic intrinsic) -> {
                OracleSpan parent = span.parent();
                yield parent == null ? null : intrinsic(intrinsic, parent, null, null);
            }
            case Intrinsic intrinsic -> intrinsic(intrinsic, span, event, link);
        };
    }

    private static @Nullable Object intrinsic(
            Intrinsic intrinsic, OracleSpan span, Span.@Nullable Event event, Span.@Nullable Link link) {
        return switch (intrinsic) {
            case DURATION -> new Nanos(span.duration());
            case NAME -> span.span().name();
            case STATUS -> new Code("status", span.span().status());
            case STATUS_MESSAGE -> span.span().statusMessage();
            case KIND -> new Code("kind", span.span().kind());
            case SPAN_ID -> spanId(span.span().spanId());
            case PARENT_ID -> spanId(span.span().parentSpanId());
            case CHILD_COUNT -> span.childCount();
            case TRACE_ID -> traceId(span.span().traceId());
            case TRACE_DURATION -> new Nanos(traceDuration(span));
            case ROOT_NAME -> {
                OracleSpan root = span.root();
                yield root == null ? "" : root.span().name();
            }
            case ROOT_SERVICE_NAME -> {
                OracleSpan root = span.root();
                yield root == null ? "" : serviceName(root);
            }
            case NESTED_SET_LEFT -> span.numbers()[0];
            case NESTED_SET_RIGHT -> span.numbers()[1];
            case NESTED_SET_PARENT -> {
                OracleSpan parent = span.parent();
                yield span.isRoot() ? -1L : parent == null ? 0L : parent.numbers()[0];
            }
            case EVENT_NAME -> event == null ? null : event.name();
            case EVENT_TIME_SINCE_START ->
                event == null ? null : new Nanos(event.timeNanos() - span.span().startNanos());
            case LINK_SPAN_ID -> link == null ? null : spanId(link.spanId());
            case LINK_TRACE_ID -> link == null ? null : traceId(link.traceId());
            case INSTRUMENTATION_NAME -> span.scope().name();
            case INSTRUMENTATION_VERSION -> span.scope().version();
            case PARENT -> span.parent();
        };
    }

    /// Whether a resource.service.name of this span may also be asked for as what was sent.
    static @Nullable Object sentServiceName(OracleSpan span) {
        return last(span.resource().attributes(), "service.name");
    }

    static String serviceName(OracleSpan span) {
        return sentServiceName(span) instanceof String text ? text : "";
    }

    private static @Nullable Object attribute(
            AttributeName name, OracleSpan span, Span.@Nullable Event event, Span.@Nullable Link link) {
        String key = name.key();
        return switch (name.scope()) {
            case ANY -> {
                Object own = last(span.span().attributes(), key);
                yield own != null ? own : last(span.resource().attributes(), key);
            }
            case SPAN -> last(span.span().attributes(), key);
            case RESOURCE ->
                key.equals("service.name")
                        ? serviceName(span)
                        : last(span.resource().attributes(), key);
            case EVENT -> event == null ? null : last(event.attributes(), key);
            case LINK -> link == null ? null : last(link.attributes(), key);
            case INSTRUMENTATION -> last(span.scope().attributes(), key);
        };
    }

    private static @Nullable Object last(List<Attribute> attributes, String key) {
        Object found = null;
        for (Attribute attribute : attributes) {
            if (attribute.key().equals(key)) {
                found = plain(attribute.value());
            }
        }
        return found;
    }

    private static @Nullable Object plain(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Empty _ -> null;
            case AttributeValue.Text(String text) -> text;
            case AttributeValue.Bool(boolean bool) -> bool;
            case AttributeValue.Int(long number) -> number;
            case AttributeValue.Real(double number) -> number;
            case AttributeValue.Bytes _, AttributeValue.Map _ -> new Other(value);
            case AttributeValue.Array(List<AttributeValue> values) -> {
                List<Object> elements = new ArrayList<>();
                Set<Class<?>> types = new HashSet<>();
                for (AttributeValue element : values) {
                    Object plain = plain(element);
                    types.add(plain == null ? Other.class : plain.getClass());
                    elements.add(plain == null ? new Other(element) : plain);
                }
                boolean typed = types.size() <= 1 && !types.contains(Other.class) && !types.contains(ArrayList.class);
                yield typed ? elements : new Other(value);
            }
        };
    }

    /// What a list has at a place, a map under a name.
    static @Nullable Object item(@Nullable Object container, Object key) {
        if (container instanceof Other(AttributeValue.Map(List<Attribute> entries))) {
            return key instanceof String name ? last(entries, name) : null;
        }
        List<?> elements = elements(container);
        if (elements == null || !(key instanceof Long index)) {
            return null;
        }
        int place = Math.toIntExact(index < 0 ? elements.size() + index : index);
        Object element = place < 0 || place >= elements.size() ? null : elements.get(place);
        return element instanceof AttributeValue value ? plain(value) : element;
    }

    static @Nullable Object length(@Nullable Object container) {
        if (container instanceof Other(AttributeValue.Map(List<Attribute> entries))) {
            return entries.stream().map(Attribute::key).distinct().count();
        }
        List<?> elements = elements(container);
        return elements == null ? null : (long) elements.size();
    }

    private static @Nullable List<?> elements(@Nullable Object container) {
        if (container instanceof Other(AttributeValue.Array(List<AttributeValue> values))) {
            return values;
        }
        return container instanceof List<?> list ? list : null;
    }

    private static String spanId(long id) {
        return "%016x".formatted(id);
    }

    private static String traceId(TraceId id) {
        return "%016x%016x"
                .formatted(id.high(), id.low())
                .replaceFirst("^0+(?=.)", "")
                .toLowerCase(Locale.ROOT);
    }

    private static long traceDuration(OracleSpan span) {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (OracleSpan other : span.trace()) {
            start = Math.min(start, other.span().startNanos());
            end = Math.max(end, other.span().endNanos());
        }
        return end - start;
    }
}
