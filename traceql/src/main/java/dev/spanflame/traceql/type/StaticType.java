package dev.spanflame.traceql.type;

import dev.spanflame.traceql.syntax.tree.AttributeName;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.syntax.tree.Intrinsic;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.ParentIntrinsic;

/// What is known of the type of an expression before any span is seen.
enum StaticType {
    INT("int"),
    FLOAT("float"),
    DURATION("duration"),
    STRING("string"),
    BOOLEAN("boolean"),
    STATUS("status"),
    KIND("kind"),
    /// An attribute may have any type.
    UNKNOWN("attribute");

    private final String text;

    StaticType(String text) {
        this.text = text;
    }

    /// The name in messages.
    String text() {
        return text;
    }

    /// Whether numbers of this type can be computed with.
    boolean isNumber() {
        return this == INT || this == FLOAT || this == DURATION;
    }

    /// Whether values of the two types may stand on the two sides of an operator.
    boolean isCompatible(StaticType other) {
        return this == other || this == UNKNOWN || other == UNKNOWN || (isNumber() && other.isNumber());
    }

    /// Whether the operator takes operands of this type.
    boolean allows(FieldOperator operator) {
        return switch (this) {
            case UNKNOWN -> true;
            case INT, FLOAT, DURATION -> operator.isArithmetic() || (operator.isComparison() && !operator.isRegex());
            case STRING -> operator.isComparison();
            case BOOLEAN -> operator.isLogical() || isEquality(operator);
            case STATUS, KIND -> isEquality(operator);
        };
    }

    /// The operators it takes, for messages.
    String allowed() {
        return switch (this) {
            case UNKNOWN -> "all operators";
            case INT, FLOAT, DURATION -> "+ - * / % ^ = != < <= > >=";
            case STRING -> "= != < <= > >= =~ !~";
            case BOOLEAN -> "&& || = !=";
            case STATUS, KIND -> "= !=";
        };
    }

    /// Type of a constant.
    static StaticType of(Literal literal) {
        return switch (literal) {
            case Literal.Int _ -> INT;
            case Literal.Float _ -> FLOAT;
            case Literal.Text _ -> STRING;
            case Literal.Bool _ -> BOOLEAN;
            case Literal.Duration _ -> DURATION;
            case Literal.Status _ -> STATUS;
            case Literal.Kind _ -> KIND;
        };
    }

    /// Type of a field.
    static StaticType of(FieldName name) {
        return switch (name) {
            case AttributeName _ -> UNKNOWN;
            case Intrinsic intrinsic -> of(intrinsic);
            case ParentIntrinsic parent -> of(parent.intrinsic());
        };
    }

    private static StaticType of(Intrinsic intrinsic) {
        return switch (intrinsic) {
            case DURATION, TRACE_DURATION, EVENT_TIME_SINCE_START -> DURATION;
            case STATUS -> STATUS;
            case KIND -> KIND;
            case CHILD_COUNT, NESTED_SET_LEFT, NESTED_SET_RIGHT, NESTED_SET_PARENT -> INT;
            case NAME, STATUS_MESSAGE, SPAN_ID, PARENT_ID, TRACE_ID, ROOT_NAME, ROOT_SERVICE_NAME -> STRING;
            case EVENT_NAME, LINK_SPAN_ID, LINK_TRACE_ID -> STRING;
            case INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION, PARENT -> UNKNOWN;
        };
    }

    private static boolean isEquality(FieldOperator operator) {
        return operator == FieldOperator.EQUAL || operator == FieldOperator.NOT_EQUAL;
    }
}
