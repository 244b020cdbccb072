package dev.spanflame.traceql.search;

import dev.spanflame.traceql.eval.NamedValue;
import java.util.List;

/// A span that a search found.
///
/// `name` is empty unless the query mentions the name. `attributes` are the fields the query mentions and the span has,
/// keys without scope, in order of mention. Times are nanoseconds.
public record SpanMatch(long spanId, String name, long startNanos, long durationNanos, List<NamedValue> attributes) {
    /// Copies the list.
    public SpanMatch {
        attributes = List.copyOf(attributes);
    }
}
