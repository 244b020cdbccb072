package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.Field;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects the stored fields that a plan reads to find its spans.
final class FieldsRead {
    private final Set<Field> fields = new LinkedHashSet<>();

    Set<Field> all() {
        return fields;
    }

    void addStages(List<PlannedStage> stages) {
        for (PlannedStage stage : stages) {
            switch (stage) {
                case PlannedStage.Spansets(SpansetPlan plan) -> addSpansets(plan);
                case PlannedStage.ScalarFilter filter -> {
                    addScalar(filter.left().scalar());
                    addScalar(filter.right().scalar());
                }
                case PlannedStage.Group group -> addExpr(group.expr());
                case PlannedStage.Coalesce _ -> {}
            }
        }
    }

    void addFilter(FilterPlan filter) {
        filter.spanConditions().forEach(this::addExpr);
        filter.elementConditions().forEach(this::addExpr);
    }

    private void addSpansets(SpansetPlan plan) {
        switch (plan) {
            case SpansetPlan.Filter(FilterPlan condition) -> addFilter(condition);
            case SpansetPlan.Combination combination -> {
                addSpansets(combination.left());
                addSpansets(combination.right());
            }
            case SpansetPlan.Negation negation -> addSpansets(negation.operand());
            case SpansetPlan.Nested nested -> addStages(nested.stages());
        }
    }

    void addScalar(PlannedStage.Scalar scalar) {
        switch (scalar) {
            case PlannedStage.Constant _ -> {}
            case PlannedStage.Aggregate aggregate -> addExpr(aggregate.argument());
            case PlannedStage.Arithmetic arithmetic -> {
                addScalar(arithmetic.left());
                addScalar(arithmetic.right());
            }
            case PlannedStage.Piped piped -> {
                addStages(piped.stages());
                addScalar(piped.scalar());
            }
        }
    }

    void addExpr(Expr expr) {
        expr.fields().forEach(field -> fields.addAll(field.fields()));
    }
}
