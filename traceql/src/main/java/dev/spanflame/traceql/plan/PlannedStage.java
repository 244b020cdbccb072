package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.syntax.tree.Function;
import dev.spanflame.traceql.syntax.tree.Position;
import dev.spanflame.traceql.type.Value;
import java.util.List;

/// One step of a planned pipeline. `select` leaves no step, only its fields in [QueryPlan#output].
public sealed interface PlannedStage {
    /// Keeps, in each spanset, the spans found.
    record Spansets(SpansetPlan plan) implements PlannedStage {}

    /// Keeps the spansets of which the comparison of two numbers holds.
    record ScalarFilter(Operand left, FieldOperator operator, Operand right) implements PlannedStage {}

    /// Splits each spanset by a value; `key` names it in answers.
    record Group(Expr expr, String key) implements PlannedStage {}

    /// Joins the spansets of each trace.
    record Coalesce() implements PlannedStage {}

    /// One side of a comparison; `key` names its value in answers, empty for a constant.
    record Operand(Scalar scalar, String key) {}

    /// How a number is made of a spanset.
    sealed interface Scalar {}

    /// A number that is the same for all.
    record Constant(Value value) implements Scalar {}

    /// A number made of all spans. The argument of COUNT is not evaluated.
    record Aggregate(Function function, Expr argument) implements Scalar {}

    /// A number made of two.
    record Arithmetic(FieldOperator operator, Scalar left, Scalar right) implements Scalar {}

    /// A number made of what the stages leave of the spans; `at` is where it stands in the query.
    record Piped(List<PlannedStage> stages, Scalar scalar, Position at) implements Scalar {
        /// Copies the list.
        public Piped {
            stages = List.copyOf(stages);
        }
    }

    /// Whether one of the stages lets nothing through, whatever the data.
    static boolean anyNever(List<PlannedStage> stages) {
        return stages.stream().anyMatch(stage -> stage instanceof Spansets(SpansetPlan plan) && plan.isNever());
    }
}
