package dev.spanflame.block.trace;

import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import java.util.List;

/// Spans as rows, all in memory. Immutable; safe to share between threads.
public record SpanRun(
        MemoryTable<SpanColumn> spans,
        MemoryTable<EventColumn> events,
        MemoryTable<LinkColumn> links,
        TraceIndex traces,
        List<Resource> resources,
        List<Scope> scopes)
        implements SpanRows {
    /// Copies the lists.
    public SpanRun {
        resources = List.copyOf(resources);
        scopes = List.copyOf(scopes);
    }
}
