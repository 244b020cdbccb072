package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.ScanRequest.Condition;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.syntax.tree.SpansetOperator;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Finds conditions that some one span of every matching trace satisfies, so that storage can leave out the others.
///
/// Filters that follow each other speak of the same span: their conditions add up. Of filters that may meet different
/// spans the strictest is taken. Conditions on events and links are left out, and so is everything under `!` or `||`.
final class MandatoryConditions {
    private MandatoryConditions() {}

    static List<Condition> of(List<PlannedStage> stages) {
        List<Condition> best = List.of();
        List<Condition> run = new ArrayList<>();
        for (PlannedStage stage : stages) {
            if (stage instanceof PlannedStage.Spansets(SpansetPlan plan)) {
                if (plan instanceof SpansetPlan.Filter(FilterPlan filter)) {
                    run.addAll(of(filter));
                    best = stricter(best, List.copyOf(run));
                } else {
                    run.clear();
                    best = stricter(best, of(plan));
                }
            }
        }
        return best;
    }

    private static List<Condition> of(SpansetPlan plan) {
        return switch (plan) {
            case SpansetPlan.Filter(FilterPlan filter) -> of(filter);
            case SpansetPlan.Negation _ -> List.of();
            case SpansetPlan.Nested nested -> of(nested.stages());
            case SpansetPlan.Combination combination -> {
                SpansetOperator operator = combination.operator();
                if (operator == SpansetOperator.OR) {
                    yield List.of();
                }
                boolean rightOnly = operator.mode() == SpansetOperator.Mode.NEGATE;
                List<Condition> right = of(combination.right());
                yield rightOnly ? right : stricter(of(combination.left()), right);
            }
        };
    }

    private static List<Condition> of(FilterPlan filter) {
        List<Condition> conditions = new ArrayList<>();
        for (Expr part : filter.spanConditions()) {
            switch (part) {
                case Expr.Test(Expr operand, ValueTest test) -> add(operand, test, conditions);
                case Expr.NilTest(Expr operand, boolean missing) -> {
                    if (!missing) {
                        add(operand, new PresenceTest(), conditions);
                    }
                }
                case Expr.FieldValue _ -> add(part, new BoolTest(true), conditions);
                case Expr.Constant _, Expr.Compare _, Expr.Arithmetic _, Expr.Negate _, Expr.Item _, Expr.Length _ -> {}
                case Expr.Not _, Expr.All _, Expr.Any _ -> {}
            }
        }
        return conditions;
    }

    private static void add(Expr operand, ValueTest test, List<Condition> conditions) {
        switch (operand) {
            // What is in a list or a map can only be where there is one.
            case Expr.Item(Expr inside, Value _) -> add(inside, new PresenceTest(), conditions);
            case Expr.Length(Expr inside) -> add(inside, new PresenceTest(), conditions);
            default -> addField(operand, test, conditions);
        }
    }

    private static void addField(Expr operand, ValueTest test, List<Condition> conditions) {
        if (operand instanceof Expr.FieldValue(FieldRef ref)) {
            switch (ref) {
                case FieldRef.Stored(Field field) -> conditions.add(new Condition(field, test));
                case FieldRef.ServiceName _ -> {
                    // A span without the attribute satisfies what the empty text satisfies.
                    if (!test.test(new Value.Text(""))) {
                        conditions.add(new Condition(FieldRef.ServiceName.FIELD, test));
                    }
                }
                // The parent is another span.
                case FieldRef.Unscoped _, FieldRef.OfParent _ -> {}
            }
        }
    }

    private static List<Condition> stricter(List<Condition> a, List<Condition> b) {
        return strictness(b) > strictness(a) ? b : a;
    }

    private static int strictness(List<Condition> conditions) {
        int sum = 0;
        for (Condition condition : conditions) {
            sum += switch (condition.test()) {
                case LiteralTest literal -> literal.operator() == FieldOperator.EQUAL ? 4 : 1;
                case TextSetTest _ -> 3;
                case PatternTest pattern -> pattern.negated() ? 1 : 2;
                case CombinedTest combined -> combined.all() ? 3 : 1;
                default -> 1;
            };
        }
        return sum;
    }
}
