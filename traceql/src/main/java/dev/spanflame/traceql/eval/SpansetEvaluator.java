package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.plan.FilterPlan;
import dev.spanflame.traceql.plan.PlannedStage;
import dev.spanflame.traceql.plan.SpansetPlan;
import dev.spanflame.traceql.syntax.tree.Position;
import dev.spanflame.traceql.syntax.tree.SpansetOperator;
import java.util.List;

/// Evaluates filters and the operators between them over all traces at once, one set for each trace.
///
/// The right side of an operator is only asked in traces where the left side found something, unless the operator
/// wants the opposite.
final class SpansetEvaluator {
    private final SpanPartition partition;
    private final FilterEvaluator filters;
    private final PipelineEvaluator pipelines;

    SpansetEvaluator(SpanPartition partition, FilterEvaluator filters, PipelineEvaluator pipelines) {
        this.partition = partition;
        this.filters = filters;
        this.pipelines = pipelines;
    }

    /// A new set: the spans that `plan` finds among those of `input`.
    RowSet rows(SpansetPlan plan, RowSet input) {
        return switch (plan) {
            case SpansetPlan.Filter(FilterPlan filter) -> filters.rows(filter, input);
            case SpansetPlan.Negation(SpansetPlan operand) -> {
                RowSet rest = input.copy();
                rest.andNot(Traces.spread(partition, rows(operand, input)));
                yield rest;
            }
            case SpansetPlan.Nested(List<PlannedStage> stages, Position at) ->
                joined(pipelines.run(stages, new SpanSets.Flat(input)), at, input.size());
            case SpansetPlan.Combination(SpansetOperator operator, SpansetPlan left, SpansetPlan right) ->
                combination(operator, left, right, input);
        };
    }

    private RowSet combination(SpansetOperator operator, SpansetPlan left, SpansetPlan right, RowSet input) {
        if (operator.mode() == SpansetOperator.Mode.NEGATE) {
            RowSet kept = rows(right, input);
            RowSet others = rows(left, within(input, kept));
            kept.andNot(relations().related(operator.relation(), others, kept));
            return kept;
        }
        RowSet first = rows(left, input);
        if (operator == SpansetOperator.OR) {
            first.or(rows(right, input));
            return first;
        }
        if (first.isEmpty()) {
            return first;
        }
        RowSet second = rows(right, within(input, first));
        if (operator == SpansetOperator.AND) {
            RowSet both = within(first, second);
            both.or(second);
            return both;
        }
        RowSet found = relations().related(operator.relation(), first, second);
        if (operator.mode() == SpansetOperator.Mode.UNION) {
            found.or(relations().related(operator.relation().inverse(), second, first));
        }
        return found;
    }

    /// Those of `rows` whose trace has a row in `traces`: a new set.
    private RowSet within(RowSet rows, RowSet traces) {
        RowSet spread = Traces.spread(partition, traces);
        spread.and(rows);
        return spread;
    }

    private Relations relations() {
        return new Relations(partition, 0);
    }

    private RowSet joined(SpanSets sets, Position at, int size) {
        return switch (sets) {
            case SpanSets.Flat(RowSet rows) -> rows;
            case SpanSets.Grouped(List<SpanSet> list) -> {
                RowSet rows = new RowSet(size);
                int trace = -1;
                for (SpanSet set : list) {
                    if (set.trace() == trace) {
                        throw GroupEvaluator.severalSets(at);
                    }
                    trace = set.trace();
                    for (int row : set.rows()) {
                        rows.add(row);
                    }
                }
                yield rows;
            }
        };
    }
}
