package dev.spanflame.traceql.syntax.tree;

import java.util.Optional;

/// Operators between two sets of spans of one trace.
///
/// All but `&&` and `||` are structural: a [Relation] that the spans on the right are asked for, and a [Mode].
public enum SpansetOperator {
    AND("&&", Relation.NONE, Mode.KEEP),
    OR("||", Relation.NONE, Mode.KEEP),
    CHILD(">", Relation.CHILD, Mode.KEEP),
    PARENT("<", Relation.PARENT, Mode.KEEP),
    DESCENDANT(">>", Relation.DESCENDANT, Mode.KEEP),
    ANCESTOR("<<", Relation.ANCESTOR, Mode.KEEP),
    SIBLING("~", Relation.SIBLING, Mode.KEEP),
    NOT_CHILD("!>", Relation.CHILD, Mode.NEGATE),
    NOT_PARENT("!<", Relation.PARENT, Mode.NEGATE),
    NOT_DESCENDANT("!>>", Relation.DESCENDANT, Mode.NEGATE),
    NOT_ANCESTOR("!<<", Relation.ANCESTOR, Mode.NEGATE),
    NOT_SIBLING("!~", Relation.SIBLING, Mode.NEGATE),
    UNION_CHILD("&>", Relation.CHILD, Mode.UNION),
    UNION_PARENT("&<", Relation.PARENT, Mode.UNION),
    UNION_DESCENDANT("&>>", Relation.DESCENDANT, Mode.UNION),
    UNION_ANCESTOR("&<<", Relation.ANCESTOR, Mode.UNION),
    UNION_SIBLING("&~", Relation.SIBLING, Mode.UNION);

    /// What the span on the right is to some span on the left.
    public enum Relation {
        /// No relation: `&&` and `||`.
        NONE,
        CHILD,
        PARENT,
        DESCENDANT,
        ANCESTOR,
        SIBLING;

        /// What the span on the left is to the span on the right.
        public Relation inverse() {
            return switch (this) {
                case CHILD -> PARENT;
                case PARENT -> CHILD;
                case DESCENDANT -> ANCESTOR;
                case ANCESTOR -> DESCENDANT;
                case NONE, SIBLING -> this;
            };
        }
    }

    /// Which spans an operator gives back.
    public enum Mode {
        /// Those on the right that have the relation.
        KEEP,
        /// Those on the right that have it to none.
        NEGATE,
        /// Those of both sides that have it.
        UNION
    }

    private final String text;
    private final Relation relation;
    private final Mode mode;

    SpansetOperator(String text, Relation relation, Mode mode) {
        this.text = text;
        this.relation = relation;
        this.mode = mode;
    }

    /// The sign in queries.
    public String text() {
        return text;
    }

    /// The relation asked for, NONE for `&&` and `||`.
    public Relation relation() {
        return relation;
    }

    /// Which spans come back.
    public Mode mode() {
        return mode;
    }

    /// Binding strength, on the scale of [FieldOperator#level].
    public int level() {
        return relation == Relation.NONE ? 2 : 3;
    }

    /// The operator with this sign, if there is one.
    public static Optional<SpansetOperator> ofText(String text) {
        for (SpansetOperator operator : values()) {
            if (operator.text.equals(text)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }
}
