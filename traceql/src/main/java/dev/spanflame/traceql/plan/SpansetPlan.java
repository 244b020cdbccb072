package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.syntax.tree.Position;
import dev.spanflame.traceql.syntax.tree.SpansetOperator;
import java.util.List;

/// How a set of spans is found.
public sealed interface SpansetPlan {
    /// By a condition on each span.
    record Filter(FilterPlan condition) implements SpansetPlan {}

    /// By joining two sets.
    record Combination(SpansetOperator operator, SpansetPlan left, SpansetPlan right) implements SpansetPlan {}

    /// All spans handed over where the operand finds nothing.
    record Negation(SpansetPlan operand) implements SpansetPlan {}

    /// By a pipeline; `at` is where it stands in the query.
    record Nested(List<PlannedStage> stages, Position at) implements SpansetPlan {
        /// Copies the list.
        public Nested {
            stages = List.copyOf(stages);
        }
    }

    /// Whether it gives nothing, whatever the data.
    default boolean isNever() {
        return switch (this) {
            case Filter(FilterPlan condition) -> condition.isNever();
            case Negation _ -> false;
            case Nested(List<PlannedStage> stages, Position _) -> PlannedStage.anyNever(stages);
            case Combination(SpansetOperator operator, SpansetPlan left, SpansetPlan right) ->
                switch (operator) {
                    case OR -> left.isNever() && right.isNever();
                    case NOT_CHILD, NOT_PARENT, NOT_DESCENDANT, NOT_ANCESTOR, NOT_SIBLING -> right.isNever();
                    case AND, CHILD, PARENT, DESCENDANT, ANCESTOR, SIBLING -> left.isNever() || right.isNever();
                    case UNION_CHILD, UNION_PARENT, UNION_DESCENDANT, UNION_ANCESTOR, UNION_SIBLING ->
                        left.isNever() || right.isNever();
                };
        };
    }
}
