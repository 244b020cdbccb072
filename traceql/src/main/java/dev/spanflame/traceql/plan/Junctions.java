package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Builds `&&` and `||`: flat, without operands that decide nothing, with the tests of one field joined into one so
/// that storage is asked once, and ordered by cost.
final class Junctions {
    private Junctions() {}

    static Expr all(List<Expr> operands) {
        return build(true, operands);
    }

    static Expr any(List<Expr> operands) {
        return build(false, operands);
    }

    private static Expr build(boolean all, List<Expr> operands) {
        List<Expr> flat = new ArrayList<>();
        for (Expr operand : operands) {
            if (operand instanceof Expr.All(List<Expr> inner) && all) {
                flat.addAll(inner);
            } else if (operand instanceof Expr.Any(List<Expr> inner) && !all) {
                flat.addAll(inner);
            } else if (operand instanceof Expr.Constant(Value value)) {
                if (!value.equals(Value.of(all))) {
                    return operand;
                }
            } else {
                flat.add(operand);
            }
        }
        List<Expr> joined = joinTests(all, flat);
        joined.sort(Comparator.comparingInt(Cost::of));
        if (joined.isEmpty()) {
            return new Expr.Constant(Value.of(all));
        }
        if (joined.size() == 1 && joined.getFirst().isTruth()) {
            return joined.getFirst();
        }
        return all ? new Expr.All(joined) : new Expr.Any(joined);
    }

    private static List<Expr> joinTests(boolean all, List<Expr> operands) {
        Map<Expr, List<ValueTest>> byField = new LinkedHashMap<>();
        List<Expr> joined = new ArrayList<>();
        for (Expr operand : operands) {
            if (operand instanceof Expr.Test(Expr field, ValueTest test)
                    && field instanceof Expr.FieldValue(FieldRef ref)
                    && hasOneValue(ref, all)) {
                byField.computeIfAbsent(field, _ -> new ArrayList<>()).add(test);
            } else {
                joined.add(operand);
            }
        }
        byField.forEach((field, tests) -> joined.add(new Expr.Test(field, join(all, tests))));
        return joined;
    }

    /// A service's name that is no text counts as two values: each of several tests may hold for another of them.
    private static boolean hasOneValue(FieldRef field, boolean all) {
        FieldRef asked = field instanceof FieldRef.OfParent(FieldRef ofParent) ? ofParent : field;
        return !all || !(asked instanceof FieldRef.ServiceName);
    }

    private static ValueTest join(boolean all, List<ValueTest> tests) {
        if (tests.size() == 1) {
            return tests.getFirst();
        }
        Set<String> texts = new HashSet<>();
        List<ValueTest> others = new ArrayList<>();
        for (ValueTest test : tests) {
            if (!all
                    && test instanceof LiteralTest(FieldOperator operator, Value literal)
                    && operator == FieldOperator.EQUAL
                    && literal instanceof Value.Text(String text)) {
                texts.add(text);
            } else {
                others.add(test);
            }
        }
        if (!texts.isEmpty()) {
            others.addFirst(new TextSetTest(texts));
        }
        return others.size() == 1 ? others.getFirst() : new CombinedTest(all, others);
    }
}
