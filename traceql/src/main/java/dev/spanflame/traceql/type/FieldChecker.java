package dev.spanflame.traceql.type;

import dev.spanflame.model.BackendException;
import dev.spanflame.traceql.syntax.Printer;
import dev.spanflame.traceql.syntax.QueryErrors;
import dev.spanflame.traceql.syntax.tree.AttributeName;
import dev.spanflame.traceql.syntax.tree.AttributeScope;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.syntax.tree.Intrinsic;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.ParentIntrinsic;
import dev.spanflame.traceql.syntax.tree.Position;

/// Types of expressions over fields. Every method refuses, with the position, what can never work.
final class FieldChecker {
    private FieldChecker() {}

    /// Type of the expression, after all of it has been checked.
    static StaticType check(FieldExpr expr) {
        return switch (expr) {
            case FieldExpr.Constant(Literal value, Position _) -> StaticType.of(value);
            case FieldExpr.Reference reference -> reference(reference);
            case FieldExpr.Binary binary -> binary(binary);
            case FieldExpr.Logical logical -> logical(logical);
            case FieldExpr.Unary unary -> unary(unary);
            case FieldExpr.NilTest test -> nilTest(test);
            case FieldExpr.Item item -> content(item.operand(), item);
            case FieldExpr.Length length -> {
                content(length.operand(), length);
                yield StaticType.INT;
            }
        };
    }

    /// Lists and maps are values of attributes alone.
    private static StaticType content(FieldExpr operand, FieldExpr whole) {
        StaticType type = check(operand);
        if (type != StaticType.UNKNOWN) {
            throw QueryErrors.invalid(
                    whole.at(),
                    "illegal operation for the given type: " + shown(whole) + " (found " + type.text()
                            + ", expected an attribute, which may be a list or a map)");
        }
        return StaticType.UNKNOWN;
    }

    /// Checks the condition of a filter.
    static void condition(FieldExpr condition, Position at) {
        StaticType type = check(condition);
        if (type != StaticType.BOOLEAN && type != StaticType.UNKNOWN) {
            throw QueryErrors.invalid(
                    at,
                    "span filter field expressions must resolve to a boolean: { " + shown(condition) + " } (found "
                            + type.text() + ")");
        }
    }

    /// Checks one field.
    static StaticType reference(FieldExpr.Reference reference) {
        if (reference.name() == Intrinsic.PARENT) {
            throw QueryErrors.invalid(
                    reference.at(),
                    "parent is a span and has no value (expected parent = nil, parent != nil, or a field of it as in"
                            + " parent.x and parent:name)");
        }
        return StaticType.of(reference.name());
    }

    /// Whether some field occurs in the expression.
    static boolean isAboutSpan(FieldExpr expr) {
        return switch (expr) {
            case FieldExpr.Constant _ -> false;
            case FieldExpr.Reference _ -> true;
            case FieldExpr.Binary binary -> isAboutSpan(binary.left()) || isAboutSpan(binary.right());
            case FieldExpr.Logical logical -> logical.operands().stream().anyMatch(FieldChecker::isAboutSpan);
            case FieldExpr.Unary unary -> isAboutSpan(unary.operand());
            case FieldExpr.NilTest test -> isAboutSpan(test.operand());
            case FieldExpr.Item item -> isAboutSpan(item.operand());
            case FieldExpr.Length length -> isAboutSpan(length.operand());
        };
    }

    private static StaticType binary(FieldExpr.Binary binary) {
        StaticType left = check(binary.left());
        StaticType right = check(binary.right());
        if (!left.isCompatible(right)) {
            throw differing(binary, left, right, binary.at());
        }
        operand(binary, binary.operator(), left, binary.at());
        operand(binary, binary.operator(), right, binary.at());
        if (binary.operator().isRegex()) {
            regex(binary);
        }
        if (binary.operator().isArithmetic()) {
            return left == StaticType.UNKNOWN ? right : left;
        }
        return StaticType.BOOLEAN;
    }

    private static StaticType logical(FieldExpr.Logical logical) {
        StaticType first = check(logical.operands().getFirst());
        for (FieldExpr operand :
                logical.operands().subList(1, logical.operands().size())) {
            StaticType type = check(operand);
            if (!first.isCompatible(type)) {
                throw differing(logical, first, type, logical.at());
            }
            operand(logical, logical.operator(), first, logical.at());
            operand(logical, logical.operator(), type, logical.at());
            first = StaticType.BOOLEAN;
        }
        return StaticType.BOOLEAN;
    }

    private static void operand(FieldExpr expr, FieldOperator operator, StaticType type, Position at) {
        if (!type.allows(operator)) {
            throw QueryErrors.invalid(
                    at,
                    "illegal operation for the given types: " + shown(expr) + " (found " + operator.text() + " on "
                            + type.text() + ", expected one of " + type.allowed() + ")");
        }
    }

    private static BackendException differing(FieldExpr expr, StaticType left, StaticType right, Position at) {
        return QueryErrors.invalid(
                at,
                "binary operations must operate on the same type: " + shown(expr) + " (found " + left.text() + " and "
                        + right.text() + ")");
    }

    private static void regex(FieldExpr.Binary binary) {
        if (!(binary.right() instanceof FieldExpr.Constant(Literal value, Position at))
                || !(value instanceof Literal.Text(String pattern))) {
            throw QueryErrors.invalid(
                    binary.at(), "invalid type for =~ or !~: " + shown(binary) + " (expected a string on the right)");
        }
        try {
            TextPattern.compile(pattern);
        } catch (IllegalArgumentException e) {
            throw QueryErrors.invalid(
                    at, "invalid regex: " + QueryErrors.quoted(pattern) + " (" + e.getMessage() + ")");
        }
    }

    private static StaticType unary(FieldExpr.Unary unary) {
        StaticType type = check(unary.operand());
        boolean valid = switch (unary.operator()) {
            case NOT -> type == StaticType.BOOLEAN || type == StaticType.UNKNOWN;
            case NEGATE -> type.isNumber() || type == StaticType.UNKNOWN;
        };
        if (!valid) {
            throw QueryErrors.invalid(
                    unary.at(),
                    "illegal operation for the given type: " + shown(unary) + " (found "
                            + unary.operator().text() + " on " + type.text()
                            + "; it binds tighter than a comparison, use brackets around one)");
        }
        return unary.operator() == FieldExpr.UnaryOperator.NOT ? StaticType.BOOLEAN : type;
    }

    private static StaticType nilTest(FieldExpr.NilTest test) {
        boolean ofParent =
                test.operand() instanceof FieldExpr.Reference(FieldName name, Position _) && name == Intrinsic.PARENT;
        if (ofParent) {
            return StaticType.BOOLEAN;
        }
        check(test.operand());
        if (test.missing() && test.operand() instanceof FieldExpr.Reference reference && isNeverNil(reference.name())) {
            throw QueryErrors.invalid(
                    test.at(), Printer.print(reference.name()) + "=nil is not valid because intrinsics cannot be nil");
        }
        return StaticType.BOOLEAN;
    }

    private static boolean isNeverNil(FieldName name) {
        return switch (name) {
            case Intrinsic _ -> true;
            case ParentIntrinsic _ -> false;
            case AttributeName attribute ->
                !attribute.ofParent()
                        && attribute.scope() == AttributeScope.RESOURCE
                        && attribute.key().equals("service.name");
        };
    }

    private static String shown(FieldExpr expr) {
        return QueryErrors.quoted(Printer.print(expr));
    }
}
