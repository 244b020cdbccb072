package dev.spanflame.querier.traces;

import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ScanRequest;
import dev.spanflame.traceql.fetch.SpanPartition;
import java.util.List;

/// Those conditions of a request that can be judged on a piece of a trace: they speak of a span alone, not of its place
/// in the trace, so that a span satisfies them wherever it lies.
record SpanConditions(List<ScanRequest.Condition> conditions) {
    /// The conditions of `request` that qualify.
    static SpanConditions of(ScanRequest request) {
        return new SpanConditions(request.mandatory().stream()
                .filter(condition -> isOfSpan(condition.field()))
                .toList());
    }

    /// Whether every span satisfies them.
    boolean isEmpty() {
        return conditions.isEmpty();
    }

    /// Those of `candidates` that satisfy all conditions.
    RowSet select(SpanPartition partition, RowSet candidates) {
        RowSet left = candidates;
        for (ScanRequest.Condition condition : conditions) {
            RowSet found = new RowSet(left.size());
            partition.column(condition.field()).select(condition.test(), left, found);
            left = found;
        }
        return left;
    }

    private static boolean isOfSpan(Field field) {
        return switch (field) {
            case Field.Attribute(Field.Scope scope, String _) ->
                switch (scope) {
                    case SPAN, RESOURCE, INSTRUMENTATION -> true;
                    case EVENT, LINK -> false;
                };
            case Field.Intrinsic intrinsic ->
                switch (intrinsic) {
                    case DURATION, NAME, STATUS, STATUS_MESSAGE, KIND, SPAN_ID, PARENT_ID, TRACE_ID, START -> true;
                    case INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION, TRACE_STATE -> true;
                    case CHILD_COUNT, TRACE_DURATION, ROOT_NAME, ROOT_SERVICE_NAME -> false;
                    case NESTED_SET_LEFT, NESTED_SET_RIGHT, NESTED_SET_PARENT -> false;
                    case EVENT_NAME, EVENT_TIME_SINCE_START, LINK_SPAN_ID, LINK_TRACE_ID -> false;
                };
        };
    }
}
