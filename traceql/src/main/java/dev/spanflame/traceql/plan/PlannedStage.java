package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.syntax.tree.Function;
import dev.spanflame.traceql.type.Value;
import java.util.List;

/// One step of a planned pipeline. `select` leaves no step, only its fields in [QueryPlan#output].
public sealed interface PlannedStage {
    /// Keeps, in each spanset, the spans found.
    record Spansets(SpansetPlan plan) implements PlannedStage {}

    /// Keeps the spansets whose aggregate compares with `limit`; `key` names it in answers.
    record ScalarFilter(Aggregate aggregate, FieldOperator operator, Value limit, String key) implements PlannedStage {}

    /// Splits each spanset by a value; `key` names it in answers.
    record Group(Expr expr, String key) implements PlannedStage {}

    /// Joins the spansets of each trace.
    record Coalesce() implements PlannedStage {}

    /// A number made of a spanset. The argument of COUNT is not evaluated.
    record Aggregate(Function function, Expr argument) {}

    /// Whether one of the stages lets nothing through, whatever the data.
    static boolean anyNever(List<PlannedStage> stages) {
        return stages.stream().anyMatch(stage -> stage instanceof Spansets(SpansetPlan plan) && plan.isNever());
    }
}
