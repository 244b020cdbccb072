package dev.spanflame.traceql.search;

import dev.spanflame.traceql.eval.NamedValue;
import java.util.List;

/// A spanset of a trace that a search found.
///
/// `matched` is the number of its spans, of which `spans` are the earliest, as many as were asked for. `attributes` are
/// `by(...)` and the aggregates that filtered it.
public record SpanSetMatch(int matched, List<SpanMatch> spans, List<NamedValue> attributes) {
    /// Copies the lists.
    public SpanSetMatch {
        spans = List.copyOf(spans);
        attributes = List.copyOf(attributes);
    }
}
