package dev.spanflame.model.trace;

import java.util.List;

/// The process, host or device that made spans (OTLP `Resource` with the schema URL of its `ResourceSpans`).
///
/// `entityRefs` holds OTLP's experimental `entity_refs` as received wire bytes, empty when none were sent.
public record Resource(
        List<Attribute> attributes, int droppedAttributes, String schemaUrl, AttributeValue.Bytes entityRefs) {
    /// Copies the list.
    public Resource {
        attributes = List.copyOf(attributes);
    }
}
