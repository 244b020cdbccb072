package dev.spanflame.block.trace;

import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import java.util.List;
import java.util.function.Supplier;

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

    /// Whether each resource has a service name that is a text: [ServiceNames#areTexts].
    default boolean serviceNamesAreTexts() {
        return ServiceNames.areTexts(resources());
    }

    /// Whether the values of a resource's attribute are those of [SpanColumn#SERVICE_NAME].
    default boolean isServiceName(String key) {
        return key.equals(ServiceNames.KEY) && serviceNamesAreTexts();
    }

    /// What `maker` makes of these rows, one thing of each type; where rows are read again and again it may be one that
    /// was made before and takes about `bytes` bytes.
    default <T> T made(Class<T> type, long bytes, Supplier<T> maker) {
        return maker.get();
    }

    /// Scopes by the numbers in [SpanColumn#SCOPE].
    List<Scope> scopes();
}
