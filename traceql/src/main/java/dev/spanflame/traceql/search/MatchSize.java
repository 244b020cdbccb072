package dev.spanflame.traceql.search;

import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import java.util.List;

/// Rough memory of parts of an answer, in bytes.
final class MatchSize {
    private static final long OBJECT = MemoryBudget.OBJECT;

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
            size += OBJECT + MemoryBudget.of(value.value());
        }
        return size;
    }
}
