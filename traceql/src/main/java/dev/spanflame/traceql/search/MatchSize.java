package dev.spanflame.traceql.search;

import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.type.Value;
import java.util.List;

/// Rough memory of parts of an answer, in bytes.
final class MatchSize {
    private static final long OBJECT = 48;

    private MatchSize() {}

    static long of(TraceMatch trace) {
        long size =
                4 * OBJECT + trace.rootName().length() + trace.rootServiceName().length();
        size += 2 * OBJECT * trace.services().size();
        for (SpanSetMatch set : trace.spanSets()) {
            size += 2 * OBJECT + of(set.attributes());
            for (SpanMatch span : set.spans()) {
                size += 2 * OBJECT + span.name().length() + of(span.attributes());
            }
        }
        return size;
    }

    private static long of(List<NamedValue> values) {
        long size = 0;
        for (NamedValue value : values) {
            size += OBJECT + of(value.value());
        }
        return size;
    }

    private static long of(Value value) {
        return switch (value) {
            case Value.Text(String text) -> OBJECT + text.length();
            case Value.Opaque(String json) -> OBJECT + json.length();
            case Value.Array array -> {
                long size = OBJECT;
                for (Value element : array.elements()) {
                    size += of(element);
                }
                yield size;
            }
            case Value.Nil _, Value.Int _, Value.Float _, Value.Bool _, Value.Duration _ -> OBJECT;
            case Value.Status _, Value.Kind _ -> OBJECT;
        };
    }
}
