package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.type.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// An expression ready to be evaluated.
///
/// Logic has three values. A comparison is true or false, false where an operand is nil. Where a truth value is
/// expected and something else is found (nil, a text), the result is unknown: `!unknown` is unknown,
/// `false && unknown` is false, `true || unknown` is true. A filter keeps what is true.
public sealed interface Expr {
    /// A constant.
    record Constant(Value value) implements Expr {}

    /// The value of a field, nil where it is missing.
    record FieldValue(FieldRef field) implements Expr {}

    /// A question about one value; false for nil.
    record Test(Expr operand, ValueTest test) implements Expr {}

    /// A comparison of two values that are both no constants.
    record Compare(FieldOperator operator, Expr left, Expr right) implements Expr {}

    /// Whether the operand is nil (`missing`) or is not.
    record NilTest(Expr operand, boolean missing) implements Expr {}

    /// A number made of two.
    record Arithmetic(FieldOperator operator, Expr left, Expr right) implements Expr {}

    /// A number with the other sign.
    record Negate(Expr operand) implements Expr {}

    /// An element of a list, an entry of a map; nil where there is none.
    record Item(Expr operand, Value key) implements Expr {}

    /// How many elements or entries there are; nil for what is no list or map.
    record Length(Expr operand) implements Expr {}

    /// The opposite of a truth value.
    record Not(Expr operand) implements Expr {}

    /// True if all operands are, false if some operand is. Cheap operands come first.
    record All(List<Expr> operands) implements Expr {
        /// Copies the list.
        public All {
            operands = List.copyOf(operands);
        }
    }

    /// True if some operand is, false if all operands are. Cheap operands come first.
    record Any(List<Expr> operands) implements Expr {
        /// Copies the list.
        public Any {
            operands = List.copyOf(operands);
        }
    }

    /// The operands.
    default List<Expr> parts() {
        return switch (this) {
            case Constant _, FieldValue _ -> List.of();
            case Test test -> List.of(test.operand());
            case Compare compare -> List.of(compare.left(), compare.right());
            case NilTest test -> List.of(test.operand());
            case Arithmetic arithmetic -> List.of(arithmetic.left(), arithmetic.right());
            case Negate negate -> List.of(negate.operand());
            case Item item -> List.of(item.operand());
            case Length length -> List.of(length.operand());
            case Not not -> List.of(not.operand());
            case All all -> all.operands();
            case Any any -> any.operands();
        };
    }

    /// The fields that occur.
    default Set<FieldRef> fields() {
        Set<FieldRef> fields = new LinkedHashSet<>();
        if (this instanceof FieldValue(FieldRef field)) {
            fields.add(field);
        }
        parts().forEach(part -> fields.addAll(part.fields()));
        return fields;
    }

    /// Whether a field of this level occurs.
    default boolean touches(Level level) {
        if (this instanceof FieldValue(FieldRef field)) {
            return field.level() == level;
        }
        for (Expr part : parts()) {
            if (part.touches(level)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a field of an event or a link occurs.
    default boolean touchesElements() {
        return touches(Level.EVENT) || touches(Level.LINK);
    }

    /// Whether the result is always true, false or unknown, never another value.
    default boolean isTruth() {
        return switch (this) {
            case Test _, Compare _, NilTest _, Not _, All _, Any _ -> true;
            case Constant(Value value) -> value instanceof Value.Bool;
            case FieldValue _, Arithmetic _, Negate _, Item _, Length _ -> false;
        };
    }
}
