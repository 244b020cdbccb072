package dev.spanflame.traceql.syntax.tree;

import java.util.List;

/// An expression over the fields of one span.
public sealed interface FieldExpr {
    /// Where it stands: for operators, the place of the sign.
    Position at();

    /// A constant.
    record Constant(Literal value, Position at) implements FieldExpr {}

    /// A field by name.
    record Reference(FieldName name, Position at) implements FieldExpr {}

    /// A comparison or an arithmetic operation.
    record Binary(FieldOperator operator, FieldExpr left, FieldExpr right, Position at) implements FieldExpr {}

    /// Two or more operands joined by the same `&&` or `||`.
    record Logical(FieldOperator operator, List<FieldExpr> operands, Position at) implements FieldExpr {
        /// Copies the list.
        public Logical {
            operands = List.copyOf(operands);
        }
    }

    /// `!x` or `-x`.
    record Unary(UnaryOperator operator, FieldExpr operand, Position at) implements FieldExpr {}

    /// `x = nil` when `missing`, else `x != nil`.
    record NilTest(FieldExpr operand, boolean missing, Position at) implements FieldExpr {}

    /// `item(x, 0)` of a list, `item(x, "key")` of a map; the key is Int or Text.
    record Item(FieldExpr operand, Literal key, Position at) implements FieldExpr {}

    /// `length(x)`: elements of a list, entries of a map.
    record Length(FieldExpr operand, Position at) implements FieldExpr {}

    /// Operators with one operand.
    enum UnaryOperator {
        NOT("!"),
        NEGATE("-");

        private final String text;

        UnaryOperator(String text) {
            this.text = text;
        }

        /// The sign in queries.
        public String text() {
            return text;
        }
    }
}
