package dev.spanflame.traceql.syntax;

import dev.spanflame.traceql.syntax.tree.AttributeName;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.syntax.tree.Intrinsic;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.ParentIntrinsic;

/// Writes fields, constants and the expressions over them.
final class FieldPrinter {
    private FieldPrinter() {}

    static String name(FieldName name) {
        return switch (name) {
            case AttributeName attribute -> NameLexer.print(attribute);
            case Intrinsic intrinsic -> intrinsic.text();
            case ParentIntrinsic parent -> parent.text();
        };
    }

    static String literal(Literal literal) {
        return switch (literal) {
            case Literal.Int(long value) -> value == Long.MIN_VALUE ? "minInt" : Long.toString(value);
            case Literal.Float(double value) -> FloatText.of(value);
            case Literal.Text(String value) -> StringLexer.print(value);
            case Literal.Bool(boolean value) -> Boolean.toString(value);
            case Literal.Duration(long nanos) -> DurationText.of(nanos);
            case Literal.Status status -> status.value().text();
            case Literal.Kind kind -> kind.value().text();
        };
    }

    static void print(FieldExpr expr, StringBuilder out) {
        switch (expr) {
            case FieldExpr.Constant constant -> out.append(literal(constant.value()));
            case FieldExpr.Reference reference -> out.append(name(reference.name()));
            case FieldExpr.Binary binary -> {
                // A sign binds looser than * and ^: as their left operand it would take them in.
                leftOperand(binary.left(), binary.operator().level() > 4, out);
                out.append(' ').append(binary.operator().text()).append(' ');
                operand(binary.right(), out);
            }
            case FieldExpr.Logical logical -> {
                String sign = "";
                for (FieldExpr operand : logical.operands()) {
                    out.append(sign);
                    operand(operand, out);
                    sign = ' ' + logical.operator().text() + ' ';
                }
            }
            case FieldExpr.Unary unary -> {
                out.append(unary.operator().text());
                leftOperand(unary.operand(), true, out);
            }
            case FieldExpr.Item item -> {
                out.append("item(");
                print(item.operand(), out);
                out.append(", ").append(literal(item.key())).append(')');
            }
            case FieldExpr.Length length -> {
                out.append("length(");
                print(length.operand(), out);
                out.append(')');
            }
            case FieldExpr.NilTest test -> {
                operand(test.operand(), out);
                out.append(test.missing() ? " = nil" : " != nil");
            }
        }
    }

    private static void leftOperand(FieldExpr expr, boolean bindsTight, StringBuilder out) {
        if (bindsTight && expr instanceof FieldExpr.Constant constant && isNegative(constant.value())) {
            brackets(expr, out);
        } else {
            operand(expr, out);
        }
    }

    private static void operand(FieldExpr expr, StringBuilder out) {
        switch (expr) {
            case FieldExpr.Constant _, FieldExpr.Reference _, FieldExpr.Item _, FieldExpr.Length _ -> print(expr, out);
            case FieldExpr.Binary _, FieldExpr.Logical _, FieldExpr.Unary _, FieldExpr.NilTest _ -> brackets(expr, out);
        }
    }

    private static void brackets(FieldExpr expr, StringBuilder out) {
        out.append('(');
        print(expr, out);
        out.append(')');
    }

    private static boolean isNegative(Literal literal) {
        return switch (literal) {
            case Literal.Int(long value) -> value < 0 && value != Long.MIN_VALUE;
            case Literal.Float(double value) -> value < 0 || (value == 0 && 1 / value < 0);
            case Literal.Duration(long nanos) -> nanos < 0;
            case Literal.Text _, Literal.Bool _, Literal.Status _, Literal.Kind _ -> false;
        };
    }
}
