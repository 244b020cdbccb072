package dev.spanflame.traceql.syntax;

import dev.spanflame.model.BackendException;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.FieldExpr.UnaryOperator;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.syntax.tree.Intrinsic;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.ParentIntrinsic;
import dev.spanflame.traceql.syntax.tree.Position;
import dev.spanflame.traceql.syntax.tree.SpanKind;
import dev.spanflame.traceql.syntax.tree.SpanStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads expressions over fields by binding strength (Pratt). Used by one thread.
///
/// The table of strengths has two surprises that are part of the language: `&&` and `||` are equal, and the prefix
/// operators bind looser than `*` (`-a * b` is `-(a * b)`), where `!` still binds tighter than a comparison.
final class FieldParser {
    private static final String OPERAND = "a field, a constant, nil, !, - or (";
    private static final String PLAIN_FIELD = "a field; item and length stand in conditions, in by and in functions";
    private static final String ITEM = "item";
    private static final String LENGTH = "length";
    private static final int NEGATE_LEVEL = 5;
    private static final int NOT_LEVEL = 6;

    private final Tokens tokens;
    // Height of the tree that was returned last: bounds the recursion of all that walk it.
    private int height;

    FieldParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /// A whole expression.
    FieldExpr expression() {
        return operators(2);
    }

    /// A whole expression that is more than a constant.
    FieldExpr measurable() {
        Optional<BackendException> refusal =
                tokens.peek() instanceof Token.Constant ? Optional.of(tokens.unexpected("a field")) : Optional.empty();
        FieldExpr expr = expression();
        if (refusal.isPresent() && expr instanceof FieldExpr.Constant) {
            throw refusal.get();
        }
        return expr;
    }

    /// A single field by name.
    FieldExpr.Reference reference() {
        Position at = tokens.at();
        if (tokens.peek() instanceof Token.Attribute attribute) {
            tokens.take();
            return new FieldExpr.Reference(attribute.name(), at);
        }
        if (tokens.peek() instanceof Token.IntrinsicScope) {
            return scoped();
        }
        if (tokens.peek() instanceof Token.Word word) {
            Optional<Intrinsic> intrinsic = Intrinsic.ofWord(word.text());
            if (intrinsic.isPresent()) {
                tokens.take();
                return new FieldExpr.Reference(intrinsic.get(), at);
            }
            if (isContentFunction(word)) {
                throw tokens.unexpected(PLAIN_FIELD);
            }
        }
        throw tokens.unexpected("a field");
    }

    /// The constant that this word stands for, if it is one.
    static Optional<Literal> literalOf(String word) {
        Optional<Literal> status = SpanStatus.ofWord(word).map(Literal.Status::new);
        if (status.isPresent()) {
            return status;
        }
        Optional<Literal> kind = SpanKind.ofWord(word).map(Literal.Kind::new);
        if (kind.isPresent()) {
            return kind;
        }
        return switch (word) {
            case "true" -> Optional.of(new Literal.Bool(true));
            case "false" -> Optional.of(new Literal.Bool(false));
            case "minInt" -> Optional.of(new Literal.Int(Long.MIN_VALUE));
            case "maxInt" -> Optional.of(new Literal.Int(Long.MAX_VALUE));
            default -> Optional.empty();
        };
    }

    private FieldExpr operators(int weakest) {
        FieldExpr left = operand();
        int leftHeight = height;
        FieldOperator operator = operatorAtLeast(weakest);
        while (operator != null) {
            Position at = tokens.take().at();
            if (operator.isLogical()) {
                left = logical(operator, left, at, leftHeight);
            } else if (isNilTest(operator)) {
                tokens.take();
                left = new FieldExpr.NilTest(left, operator == FieldOperator.EQUAL, at);
                height = leftHeight + 1;
            } else {
                FieldExpr right = rightOf(operator);
                left = new FieldExpr.Binary(operator, left, right, at);
                height = Math.max(leftHeight, height) + 1;
            }
            leftHeight = tokens.checkedHeight(height, at);
            operator = operatorAtLeast(weakest);
        }
        height = leftHeight;
        return left;
    }

    /// Chains of `^` go down one call each, unlike all others: they count as brackets.
    private FieldExpr rightOf(FieldOperator operator) {
        if (!operator.isRightAssociative()) {
            return operators(operator.level() + 1);
        }
        tokens.enter();
        FieldExpr right = operators(operator.level());
        tokens.leave();
        return right;
    }

    /// Collects all operands of one `&&` or `||`, so that long lists of alternatives stay flat.
    private FieldExpr logical(FieldOperator operator, FieldExpr first, Position at, int firstHeight) {
        List<FieldExpr> operands = new ArrayList<>();
        if (first instanceof FieldExpr.Logical inner && inner.operator() == operator) {
            operands.addAll(inner.operands());
        } else {
            operands.add(first);
        }
        int highest = firstHeight;
        do {
            operands.add(operators(operator.level() + 1));
            highest = Math.max(highest, height);
        } while (tokens.takeSymbol(operator.text()));
        height = highest + 1;
        return new FieldExpr.Logical(operator, operands, at);
    }

    private boolean isNilTest(FieldOperator operator) {
        return (operator == FieldOperator.EQUAL || operator == FieldOperator.NOT_EQUAL) && tokens.isWord("nil");
    }

    private @Nullable FieldOperator operatorAtLeast(int weakest) {
        if (tokens.peek() instanceof Token.Symbol symbol) {
            FieldOperator operator = FieldOperator.ofText(symbol.text()).orElse(null);
            return operator != null && operator.level() >= weakest ? operator : null;
        }
        return null;
    }

    private FieldExpr operand() {
        height = 1;
        return switch (tokens.peek()) {
            case Token.Attribute _, Token.IntrinsicScope _ -> reference();
            case Token.Constant(Literal value, Position at) -> {
                tokens.take();
                yield new FieldExpr.Constant(value, at);
            }
            case Token.Word word -> word(word);
            case Token.Symbol symbol -> prefix(symbol);
            case Token.End _ -> throw tokens.unexpected(OPERAND);
        };
    }

    private FieldExpr prefix(Token.Symbol symbol) {
        if (!symbol.text().equals("(")
                && !symbol.text().equals("-")
                && !symbol.text().equals("!")) {
            throw tokens.unexpected(OPERAND);
        }
        tokens.enter();
        tokens.take();
        FieldExpr result;
        if (symbol.text().equals("(")) {
            result = operators(2);
            tokens.expectSymbol(")");
        } else if (symbol.text().equals("-")) {
            result = negated(operators(NEGATE_LEVEL), symbol.at());
        } else {
            result = new FieldExpr.Unary(UnaryOperator.NOT, operators(NOT_LEVEL), symbol.at());
            height++;
        }
        tokens.leave();
        return result;
    }

    private FieldExpr negated(FieldExpr operand, Position at) {
        if (operand instanceof FieldExpr.Constant(Literal value, Position _) && value.isNumber()) {
            return new FieldExpr.Constant(Constants.negated(value), at);
        }
        height++;
        return new FieldExpr.Unary(UnaryOperator.NEGATE, operand, at);
    }

    private FieldExpr word(Token.Word word) {
        Position at = word.at();
        if (word.text().equals("nil")) {
            return leadingNil();
        }
        Optional<Literal> literal = literalOf(word.text());
        if (literal.isPresent()) {
            tokens.take();
            return new FieldExpr.Constant(literal.get(), at);
        }
        if (Intrinsic.ofWord(word.text()).isPresent()) {
            return reference();
        }
        if (isContentFunction(word)) {
            return content();
        }
        if (!Words.isReserved(word.text())) {
            throw QueryErrors.syntax(
                    at,
                    "unknown identifier: " + QueryErrors.quoted(word.text())
                            + "; an attribute has a scope or a dot before its name, as in ."
                            + QueryErrors.quoted(word.text()) + ", a text stands in double quotes");
        }
        throw tokens.unexpected(OPERAND);
    }

    private static boolean isContentFunction(Token.Word word) {
        return word.text().equals(ITEM) || word.text().equals(LENGTH);
    }

    /// `item(field, key)` or `length(field)`; an item may stand in place of the field.
    private FieldExpr content() {
        tokens.enter();
        Token.Word function = (Token.Word) tokens.take();
        tokens.expectSymbol("(");
        boolean nested =
                tokens.peek() instanceof Token.Word inner && inner.text().equals(ITEM);
        FieldExpr operand = nested ? content() : reference();
        FieldExpr result;
        if (function.text().equals(ITEM)) {
            tokens.expectSymbol(",");
            result = new FieldExpr.Item(operand, key(), function.at());
        } else {
            result = new FieldExpr.Length(operand, function.at());
        }
        tokens.expectSymbol(")");
        tokens.leave();
        height = nested ? height + 1 : 2;
        return result;
    }

    /// A number with or without a sign, or a text.
    private Literal key() {
        boolean negative = tokens.takeSymbol("-");
        if (tokens.peek() instanceof Token.Constant(Literal value, Position _)
                && (value instanceof Literal.Int || (value instanceof Literal.Text && !negative))) {
            tokens.take();
            return negative ? Constants.negated(value) : value;
        }
        throw tokens.unexpected("an INTEGER for a list or a STRING for a map");
    }

    /// `nil = x`, `nil != x`. Both forms with nil on either side are false, as in Tempo.
    private FieldExpr leadingNil() {
        Position nil = tokens.take().at();
        Position at = tokens.at();
        boolean missing = tokens.isSymbol("=");
        if (!missing && !tokens.isSymbol("!=")) {
            throw tokens.unexpected("= or !=");
        }
        tokens.take();
        if (tokens.isWord("nil")) {
            tokens.take();
            return new FieldExpr.Constant(new Literal.Bool(false), nil);
        }
        FieldExpr operand = operators(FieldOperator.EQUAL.level() + 1);
        height++;
        return new FieldExpr.NilTest(operand, missing, at);
    }

    private FieldExpr.Reference scoped() {
        Position at = tokens.at();
        String scope = tokens.take().shown();
        if (tokens.peek() instanceof Token.Word word) {
            Optional<FieldName> name = scope.equals(ParentIntrinsic.SCOPE)
                    ? ParentIntrinsic.ofWord(word.text())
                    : Intrinsic.ofScoped(scope, word.text()).map(FieldName.class::cast);
            if (name.isPresent()) {
                tokens.take();
                return new FieldExpr.Reference(name.get(), at);
            }
        }
        String words = scope.equals(ParentIntrinsic.SCOPE) ? ParentIntrinsic.WORDS_OF : scope;
        throw tokens.unexpected(String.join(" or ", Intrinsic.wordsOf(words)));
    }
}
