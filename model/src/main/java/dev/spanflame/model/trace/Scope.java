package dev.spanflame.model.trace;

import java.util.List;

/// The instrumentation scope that made spans (OTLP `InstrumentationScope` with the schema URL of its `ScopeSpans`).
public record Scope(String name, String version, List<Attribute> attributes, int droppedAttributes, String schemaUrl) {
    /// Copies the list.
    public Scope {
        attributes = List.copyOf(attributes);
    }
}
