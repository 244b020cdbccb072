package dev.spanflame.traceql.eval;

import dev.spanflame.model.BackendException;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.plan.FilterPlan;
import dev.spanflame.traceql.plan.PlannedStage;
import dev.spanflame.traceql.plan.SpansetPlan;
import dev.spanflame.traceql.syntax.QueryErrors;
import dev.spanflame.traceql.syntax.tree.Position;
import dev.spanflame.traceql.syntax.tree.SpansetOperator;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/// Evaluates filters and the operators between them inside each of many sets: relations do not reach across sets.
///
/// Every filter is asked once for all sets together; what is done set by set works on a window as small as the trace.
final class GroupEvaluator {
    private final SpanPartition partition;
    private final FilterEvaluator filters;
    private final PipelineEvaluator pipelines;
    private final IdentityHashMap<FilterPlan, RowSet> found = new IdentityHashMap<>();

    GroupEvaluator(SpanPartition partition, FilterEvaluator filters, PipelineEvaluator pipelines) {
        this.partition = partition;
        this.filters = filters;
        this.pipelines = pipelines;
    }

    /// The refusal of an operator that would have to join several sets of one trace.
    static BackendException severalSets(Position at) {
        return QueryErrors.invalid(
                at, "spanset operators are not supported for multiple spansets per trace. consider using coalesce()");
    }

    /// What `plan` finds in each of the sets; sets in which it finds nothing are gone.
    List<SpanSet> sets(SpansetPlan plan, List<SpanSet> input) {
        RowSet all = new RowSet(partition.rowCount());
        for (SpanSet set : input) {
            for (int row : set.rows()) {
                all.add(row);
            }
        }
        ask(plan, all);
        List<SpanSet> output = new ArrayList<>();
        for (SpanSet set : input) {
            int offset = partition.firstRow(set.trace());
            RowSet rows = window(set, offset);
            int[] kept = Traces.rows(rows(plan, rows, set, offset), 0, rows.size(), -offset);
            if (kept.length > 0) {
                output.add(set.withRows(kept));
            }
        }
        return output;
    }

    private void ask(SpansetPlan plan, RowSet all) {
        switch (plan) {
            case SpansetPlan.Filter(FilterPlan filter) -> found.put(filter, filters.rows(filter, all));
            case SpansetPlan.Combination combination -> {
                ask(combination.left(), all);
                ask(combination.right(), all);
            }
            case SpansetPlan.Negation negation -> ask(negation.operand(), all);
            case SpansetPlan.Nested _ -> {}
        }
    }

    private RowSet window(SpanSet set, int offset) {
        RowSet rows = new RowSet(partition.firstRow(set.trace() + 1) - offset);
        for (int row : set.rows()) {
            rows.add(row - offset);
        }
        return rows;
    }

    /// A new set over the window of the trace.
    private RowSet rows(SpansetPlan plan, RowSet input, SpanSet set, int offset) {
        return switch (plan) {
            case SpansetPlan.Filter(FilterPlan filter) -> {
                RowSet matching = Objects.requireNonNull(found.get(filter));
                RowSet rows = new RowSet(input.size());
                for (int i = input.next(0); i >= 0; i = input.next(i + 1)) {
                    if (matching.contains(offset + i)) {
                        rows.add(i);
                    }
                }
                yield rows;
            }
            case SpansetPlan.Negation(SpansetPlan operand) ->
                rows(operand, input, set, offset).isEmpty() ? input.copy() : new RowSet(input.size());
            case SpansetPlan.Nested(List<PlannedStage> stages, Position at) -> {
                List<SpanSet> results = pipelines.runGroup(stages, set);
                if (results.size() > 1) {
                    throw severalSets(at);
                }
                yield results.isEmpty() ? new RowSet(input.size()) : window(results.getFirst(), offset);
            }
            case SpansetPlan.Combination combination -> combined(combination, input, set, offset);
        };
    }

    /// As in [SpansetEvaluator], a side that cannot matter any more is not asked.
    private RowSet combined(SpansetPlan.Combination combination, RowSet input, SpanSet set, int offset) {
        SpansetOperator operator = combination.operator();
        Relations relations = new Relations(partition, offset);
        if (operator.mode() == SpansetOperator.Mode.NEGATE) {
            RowSet kept = rows(combination.right(), input, set, offset);
            if (!kept.isEmpty()) {
                RowSet others = rows(combination.left(), input, set, offset);
                kept.andNot(relations.related(operator.relation(), others, kept));
            }
            return kept;
        }
        RowSet left = rows(combination.left(), input, set, offset);
        if (left.isEmpty() && operator != SpansetOperator.OR) {
            return left;
        }
        RowSet right = rows(combination.right(), input, set, offset);
        if (operator == SpansetOperator.OR || (operator == SpansetOperator.AND && !right.isEmpty())) {
            left.or(right);
            return left;
        }
        if (operator == SpansetOperator.AND) {
            return right;
        }
        RowSet related = relations.related(operator.relation(), left, right);
        if (operator.mode() == SpansetOperator.Mode.UNION) {
            related.or(relations.related(operator.relation().inverse(), right, left));
        }
        return related;
    }
}
