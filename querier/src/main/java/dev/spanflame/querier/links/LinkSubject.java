package dev.spanflame.querier.links;

import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.TraceId;
import java.util.List;
import java.util.Optional;

/// What links are about: a span, or a whole trace where `span` is 0.
///
/// Times are nanoseconds. `attributes` are those of the resource, then those of the span; of two with one
/// key the first counts.
public record LinkSubject(
        TraceId trace, long span, String name, long startNanos, long durationNanos, List<Attribute> attributes) {
    /// Copies the list.
    public LinkSubject {
        attributes = List.copyOf(attributes);
    }

    /// The attribute as text; empty where there is none, and for lists, maps and bytes.
    Optional<String> attribute(String key) {
        for (Attribute attribute : attributes) {
            if (attribute.key().equals(key)) {
                return text(attribute.value());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Text(String text) -> Optional.of(text);
            case AttributeValue.Bool(boolean truth) -> Optional.of(String.valueOf(truth));
            case AttributeValue.Int(long number) -> Optional.of(String.valueOf(number));
            case AttributeValue.Real(double number) -> Optional.of(String.valueOf(number));
            case AttributeValue.Empty _, AttributeValue.Bytes _, AttributeValue.Array _, AttributeValue.Map _ ->
                Optional.empty();
        };
    }
}
