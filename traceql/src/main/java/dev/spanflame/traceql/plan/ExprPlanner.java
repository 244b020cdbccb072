package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.syntax.QueryErrors;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.type.Arithmetic;
import dev.spanflame.traceql.type.Comparison;
import dev.spanflame.traceql.type.TextPattern;
import dev.spanflame.traceql.type.Value;
import dev.spanflame.traceql.type.Values;
import java.util.ArrayList;
import java.util.List;

/// Plans expressions over fields: folds constants, turns comparisons round, makes tests of them.
final class ExprPlanner {
    private ExprPlanner() {}

    /// The plan of a checked expression. Refuses a constant division by zero.
    static Expr plan(FieldExpr expr) {
        return switch (expr) {
            case FieldExpr.Constant constant -> new Expr.Constant(Values.of(constant.value()));
            case FieldExpr.Reference reference -> new Expr.FieldValue(FieldRef.of(reference.name()));
            case FieldExpr.Binary binary -> binary(binary);
            case FieldExpr.Logical logical -> logical(logical);
            case FieldExpr.Unary unary -> unary(unary);
            case FieldExpr.Item item -> new Expr.Item(plan(item.operand()), Values.of(item.key()));
            case FieldExpr.Length length -> new Expr.Length(plan(length.operand()));
            case FieldExpr.NilTest test -> nilTest(plan(test.operand()), test.missing());
        };
    }

    private static Expr binary(FieldExpr.Binary binary) {
        FieldOperator operator = binary.operator();
        Expr left = plan(binary.left());
        if (operator.isRegex()) {
            return match(left, operator, binary.right());
        }
        Expr right = plan(binary.right());
        if (operator.isArithmetic()) {
            return arithmetic(binary, left, right);
        }
        if (left instanceof Expr.Constant(Value a)) {
            return right instanceof Expr.Constant(Value b)
                    ? truth(Comparison.holds(operator, a, b))
                    : test(right, operator.flipped(), a);
        }
        return right instanceof Expr.Constant(Value b)
                ? test(left, operator, b)
                : new Expr.Compare(operator, left, right);
    }

    private static Expr test(Expr operand, FieldOperator operator, Value literal) {
        return new Expr.Test(operand, new LiteralTest(operator, IdLiterals.normalised(operand, literal)));
    }

    private static Expr match(Expr operand, FieldOperator operator, FieldExpr right) {
        if (!(right instanceof FieldExpr.Constant constant)
                || !(constant.value() instanceof Literal.Text(String pattern))) {
            throw new IllegalArgumentException("expected a checked query, got the pattern " + right);
        }
        ValueTest test = new PatternTest(TextPattern.compile(pattern), operator == FieldOperator.NOT_MATCH);
        return operand instanceof Expr.Constant(Value value) ? truth(test.test(value)) : new Expr.Test(operand, test);
    }

    private static Expr arithmetic(FieldExpr.Binary binary, Expr left, Expr right) {
        FieldOperator operator = binary.operator();
        if (!(left instanceof Expr.Constant(Value a)) || !(right instanceof Expr.Constant(Value b))) {
            return new Expr.Arithmetic(operator, left, right);
        }
        Value result = Arithmetic.apply(operator, a, b);
        if (result instanceof Value.Nil) {
            throw QueryErrors.invalid(
                    binary.at(),
                    (operator == FieldOperator.MODULO ? "modulo by zero" : "division by zero")
                            + " (expected a divisor other than 0)");
        }
        return new Expr.Constant(result);
    }

    private static Expr logical(FieldExpr.Logical logical) {
        List<Expr> operands = new ArrayList<>(logical.operands().size());
        for (FieldExpr operand : logical.operands()) {
            operands.add(plan(operand));
        }
        return logical.operator() == FieldOperator.AND ? Junctions.all(operands) : Junctions.any(operands);
    }

    private static Expr unary(FieldExpr.Unary unary) {
        Expr operand = plan(unary.operand());
        return switch (unary.operator()) {
            case NOT ->
                operand instanceof Expr.Constant(Value value) && value instanceof Value.Bool(boolean bool)
                        ? truth(!bool)
                        : new Expr.Not(operand);
            case NEGATE ->
                operand instanceof Expr.Constant(Value value)
                        ? new Expr.Constant(Arithmetic.negate(value))
                        : new Expr.Negate(operand);
        };
    }

    private static Expr nilTest(Expr operand, boolean missing) {
        return operand instanceof Expr.Constant ? truth(!missing) : new Expr.NilTest(operand, missing);
    }

    private static Expr truth(boolean value) {
        return new Expr.Constant(new Value.Bool(value));
    }
}
