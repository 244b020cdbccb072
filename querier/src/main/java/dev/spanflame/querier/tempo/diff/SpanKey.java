package dev.spanflame.querier.tempo.diff;

import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Span;
import java.util.List;

/// What a span does, by which spans of two traces are taken for the same.
record SpanKey(String service, String name, String kind) {
    /// The service is that of the span's own attributes, or else that of its resource.
    static SpanKey of(Span span, String resourceService) {
        String own = service(span.attributes());
        return new SpanKey(own.isEmpty() ? resourceService : own, span.name(), kind(span.kind()));
    }

    /// The text of `service.name`, or nothing.
    static String service(List<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            if (attribute.key().equals("service.name")
                    && attribute.value() instanceof AttributeValue.Text(String text)) {
                return text;
            }
        }
        return "";
    }

    private static String kind(int kind) {
        return switch (kind) {
            case 0 -> "unspecified";
            case 1 -> "internal";
            case 2 -> "server";
            case 3 -> "client";
            case 4 -> "producer";
            case 5 -> "consumer";
            default -> "";
        };
    }
}
