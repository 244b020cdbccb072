package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The spans of one trace that the stages of a query kept together. Immutable, as long as nobody changes its rows.
public final class SpanSet {
    private final int trace;
    private final int[] rows;
    private final List<NamedValue> attributes;

    /// A set of the rows of one trace; `rows` is not copied.
    SpanSet(int trace, int[] rows, List<NamedValue> attributes) {
        this.trace = trace;
        this.rows = rows;
        this.attributes = List.copyOf(attributes);
    }

    /// A set without attributes; `rows` is not copied.
    public static SpanSet of(int trace, int[] rows) {
        return new SpanSet(trace, rows, List.of());
    }

    /// All spans of some sets of one trace.
    public static SpanSet joined(List<SpanSet> sets) {
        if (sets.size() == 1) {
            return sets.getFirst();
        }
        int[] rows = sets.stream()
                .flatMapToInt(set -> Arrays.stream(set.rows))
                .sorted()
                .distinct()
                .toArray();
        return of(sets.getFirst().trace(), rows);
    }

    /// Index of the trace in the partition.
    public int trace() {
        return trace;
    }

    /// The spans in ascending order, at least one; shared with this set.
    public int[] rows() {
        return rows;
    }

    /// How the set came about: `by(...)` and aggregates, each name once.
    public List<NamedValue> attributes() {
        return attributes;
    }

    /// The same spans with one attribute more; it replaces one of the same name.
    public SpanSet with(String name, Value value) {
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
