package dev.spanflame.traceql.syntax.tree;

import java.util.Optional;

/// Operators with two operands between values.
///
/// The level is the binding strength of the language's one precedence table; note that `&&` and `||` share a level.
public enum FieldOperator {
    OR("||", 2),
    AND("&&", 2),
    EQUAL("=", 3),
    NOT_EQUAL("!=", 3),
    LESS("<", 3),
    LESS_EQUAL("<=", 3),
    GREATER(">", 3),
    GREATER_EQUAL(">=", 3),
    MATCH("=~", 3),
    NOT_MATCH("!~", 3),
    ADD("+", 4),
    SUBTRACT("-", 4),
    MULTIPLY("*", 6),
    DIVIDE("/", 6),
    MODULO("%", 6),
    POWER("^", 7);

    private final String text;
    private final int level;

    FieldOperator(String text, int level) {
        this.text = text;
        this.level = level;
    }

    /// The sign in queries.
    public String text() {
        return text;
    }

    /// Binding strength; a higher one binds tighter.
    public int level() {
        return level;
    }

    /// Whether the operator groups from the right.
    public boolean isRightAssociative() {
        return this == POWER;
    }

    /// `&&` and `||`.
    public boolean isLogical() {
        return level == 2;
    }

    /// `=`, `!=`, the four orders and the two regular expression operators.
    public boolean isComparison() {
        return level == 3;
    }

    /// `=~` and `!~`.
    public boolean isRegex() {
        return this == MATCH || this == NOT_MATCH;
    }

    /// `+ - * / % ^`.
    public boolean isArithmetic() {
        return level > 3;
    }

    /// The operator that says the same with the operands exchanged, for comparisons other than the regex ones.
    public FieldOperator flipped() {
        return switch (this) {
            case LESS -> GREATER;
            case LESS_EQUAL -> GREATER_EQUAL;
            case GREATER -> LESS;
            case GREATER_EQUAL -> LESS_EQUAL;
            case OR, AND, EQUAL, NOT_EQUAL, MATCH, NOT_MATCH, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER -> this;
        };
    }

    /// The operator with this sign, if there is one.
    public static Optional<FieldOperator> ofText(String text) {
        for (FieldOperator operator : values()) {
            if (operator.text.equals(text)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }
}
