package dev.spanflame.traceql.memory;

import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/// A span with whose it is.
public record MemorySpan(Span span, Resource resource, Scope scope) {
    /// All spans of some groups.
    public static List<MemorySpan> of(List<Trace> groups) {
        List<MemorySpan> spans = new ArrayList<>();
        for (Trace group : groups) {
            for (Trace.ResourceSpans resource : group.resourceSpans()) {
                for (Trace.ScopeSpans scope : resource.scopeSpans()) {
                    for (Span span : scope.spans()) {
                        spans.add(new MemorySpan(span, resource.resource(), scope.scope()));
                    }
                }
            }
        }
        return spans;
    }

    /// End minus start, never negative.
    long durationNanos() {
        return Math.max(0, span.endNanos() - span.startNanos());
    }
}
