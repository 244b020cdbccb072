package dev.spanflame.block.trace;

import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import java.util.List;

/// Spans as rows: sorted by trace id; within a trace depth-first, parents before children, siblings by start.
///
/// A live segment's sealed runs and a block's row groups look alike through this interface. Used by one thread at a
/// time unless the implementation says more.
public interface SpanRows {
    /// The spans.
    TableRows<SpanColumn> spans();

    /// The events, ordered by the row of their span.
    TableRows<EventColumn> events();

    /// The links, ordered by the row of their span.
    TableRows<LinkColumn> links();

    /// Traces and their rows.
    TraceIndex traces();

    /// Times of the traces.
    default TraceTimes times() {
        return TraceTimes.of(this);
    }

    /// Resources by the numbers in [SpanColumn#RESOURCE].
    List<Resource> resources();

    /// Scopes by the numbers in [SpanColumn#SCOPE].
    List<Scope> scopes();
}
