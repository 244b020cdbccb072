package dev.spanflame.traceql.fetch;

import dev.spanflame.model.TimeRange;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// What a query is going to read.
///
/// Storage may leave out any trace that has no instant in `window`, and any trace without a span that satisfies
/// `mandatory` (all of them on one span); it may also deliver more, the language always looks again. `fields` are
/// those whose columns will be asked for, so that they can be fetched together.
public record ScanRequest(TimeRange window, Set<Field> fields, List<Condition> mandatory, BooleanSupplier cancelled) {
    /// Copies the collections.
    public ScanRequest {
        fields = Set.copyOf(fields);
        mandatory = List.copyOf(mandatory);
    }

    /// Whether a trace of `partition` may match: false only where some mandatory condition is known to hold nowhere.
    public boolean mayMatch(SpanPartition partition) {
        for (Condition condition : mandatory) {
            if (!partition.mayHold(condition.field(), condition.test())) {
                return false;
            }
        }
        return true;
    }

    /// A field and what its value must satisfy on one and the same span.
    public record Condition(Field field, ValueTest test) {}
}
