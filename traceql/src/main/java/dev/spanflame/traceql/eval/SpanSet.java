package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.List;

/// The spans of one trace that the stages of a query kept together.
///
/// `trace` is the trace's index in the partition, `rows` are its spans in ascending order, at least one, and must not
/// be changed. `attributes` say how the set came about: `by(...)` and aggregates, each name once.
public record SpanSet(int trace, int[] rows, List<NamedValue> attributes) {
    /// Copies the list of attributes, not the rows.
    public SpanSet {
        attributes = List.copyOf(attributes);
    }

    /// The same spans with one attribute more; it replaces one of the same name.
    SpanSet with(String name, Value value) {
        List<NamedValue> named = new ArrayList<>(attributes);
        named.removeIf(attribute -> attribute.name().equals(name));
        named.add(new NamedValue(name, value));
        return new SpanSet(trace, rows, named);
    }

    /// Other spans of the trace with the same attributes.
    SpanSet withRows(int[] kept) {
        return new SpanSet(trace, kept, attributes);
    }
}
