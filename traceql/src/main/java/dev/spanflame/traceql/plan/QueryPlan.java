package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.ScanRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A query made ready: what is done with the spans, what is read for it, and what goes into the answer.
///
/// `fields` are those the conditions need; those of the answer alone are read for the few spans in it. `mandatory`
/// are conditions that one span of every matching trace satisfies. `spanNames` says whether spans are answered with
/// their names, `never` that no data can match. Without an `order` the newest traces come first; the first `offset`
/// traces of an answer are left out.
public record QueryPlan(
        List<PlannedStage> stages,
        Optional<TraceOrder> order,
        int offset,
        Set<Field> fields,
        List<ScanRequest.Condition> mandatory,
        List<OutputField> output,
        boolean spanNames,
        boolean never) {
    /// Copies the collections.
    public QueryPlan {
        stages = List.copyOf(stages);
        fields = Set.copyOf(fields);
        mandatory = List.copyOf(mandatory);
        output = List.copyOf(output);
    }

    /// All filters of the query, nested ones included, in order of the text.
    public List<FilterPlan> filters() {
        List<FilterPlan> filters = new ArrayList<>();
        stages.forEach(stage -> collect(stage, filters));
        return filters;
    }

    private static void collect(PlannedStage stage, List<FilterPlan> filters) {
        if (stage instanceof PlannedStage.Spansets(SpansetPlan plan)) {
            collect(plan, filters);
        }
    }

    private static void collect(SpansetPlan plan, List<FilterPlan> filters) {
        switch (plan) {
            case SpansetPlan.Filter(FilterPlan filter) -> filters.add(filter);
            case SpansetPlan.Combination combination -> {
                collect(combination.left(), filters);
                collect(combination.right(), filters);
            }
            // No span that comes back satisfies what stands in it.
            case SpansetPlan.Negation _ -> {}
            case SpansetPlan.Nested nested -> nested.stages().forEach(stage -> collect(stage, filters));
        }
    }
}
