package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.TextPattern;

/// A rough guess of what asking costs, to ask the cheap and the strict first. No unit.
final class Cost {
    private static final int PER_ROW = 20;

    private Cost() {}

    static int of(Expr expr) {
        return switch (expr) {
            case Expr.Constant _ -> 0;
            case Expr.FieldValue(FieldRef field) -> of(field);
            case Expr.Test(Expr operand, ValueTest test) -> of(operand) + of(test);
            case Expr.NilTest(Expr operand, boolean _) -> of(operand);
            case Expr.Not(Expr operand) -> of(operand) + 1;
            case Expr.Compare _, Expr.Arithmetic _, Expr.Negate _, Expr.Item _, Expr.Length _ ->
                PER_ROW + ofParts(expr);
            case Expr.All _, Expr.Any _ -> ofParts(expr);
        };
    }

    private static int ofParts(Expr expr) {
        int sum = 0;
        for (Expr part : expr.parts()) {
            sum += of(part);
        }
        return sum;
    }

    private static int of(FieldRef field) {
        return switch (field) {
            case FieldRef.Unscoped _ -> 5;
            case FieldRef.ServiceName _ -> 2;
            case FieldRef.OfParent(FieldRef ofParent) -> of(ofParent) + 4;
            case FieldRef.Stored(Field stored) ->
                field.level() != Level.SPAN ? PER_ROW : stored instanceof Field.Intrinsic intrinsic ? of(intrinsic) : 3;
        };
    }

    private static int of(Field.Intrinsic intrinsic) {
        return switch (intrinsic) {
            case SPAN_ID, PARENT_ID, CHILD_COUNT, NESTED_SET_LEFT, NESTED_SET_RIGHT, NESTED_SET_PARENT -> PER_ROW / 2;
            default -> 1;
        };
    }

    private static int of(ValueTest test) {
        return switch (test) {
            case LiteralTest _, TextSetTest _ -> 1;
            case PatternTest(TextPattern pattern, boolean negated) -> (pattern.isCheap() ? 2 : 8) + (negated ? 1 : 0);
            case CombinedTest combined -> Math.min(combined.tests().size(), 8);
            default -> 1;
        };
    }
}
