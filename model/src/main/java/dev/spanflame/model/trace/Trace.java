package dev.spanflame.model.trace;

import java.util.List;

/// Spans grouped as OTLP groups them: by resource, then by scope.
public record Trace(List<ResourceSpans> resourceSpans) {
    /// No span at all.
    public static final Trace EMPTY = new Trace(List.of());

    /// Copies the list.
    public Trace {
        resourceSpans = List.copyOf(resourceSpans);
    }

    /// Number of spans in all groups.
    public int spanCount() {
        int count = 0;
        for (ResourceSpans resource : resourceSpans) {
            for (ScopeSpans scope : resource.scopeSpans()) {
                count += scope.spans().size();
            }
        }
        return count;
    }

    /// Spans of one resource.
    public record ResourceSpans(Resource resource, List<ScopeSpans> scopeSpans) {
        /// Copies the list.
        public ResourceSpans {
            scopeSpans = List.copyOf(scopeSpans);
        }
    }

    /// Spans of one scope.
    public record ScopeSpans(Scope scope, List<Span> spans) {
        /// Copies the list.
        public ScopeSpans {
            spans = List.copyOf(spans);
        }
    }
}
