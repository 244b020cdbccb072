package dev.spanflame.traceql.syntax;

import dev.spanflame.model.BackendException;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.FieldOperator;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads what is being typed: `{ resource.service.name = "shop" && name = }`.
///
/// Of the first pair of braces, closed or not, every matcher that is complete counts; whatever is not is taken as
/// `true`, so that the result asks for less than was meant, never for more. Used to narrow what an editor offers.
public final class LenientParser {
    private static final int MAX_DEPTH = 10;
    private static final int MAX_ALTERNATIONS = 20;
    private static final FieldExpr TRUE = new FieldExpr.Constant(new Literal.Bool(true), Position.START);

    private final String text;
    private final Predicate<FieldExpr> isValid;
    private final List<Token> tokens = new ArrayList<>();

    private LenientParser(String text, Predicate<FieldExpr> isValid) {
        this.text = text;
        this.isValid = isValid;
        read();
    }

    /// The condition in `text`, made of those parts that parse and satisfy `isValid`. Throws [BackendException] of kind
    /// BAD_REQUEST only for a text that is far too long or too tangled.
    public static FieldExpr condition(String text, Predicate<FieldExpr> isValid) {
        Parser.checkSize(text);
        int open = text.indexOf('{');
        if (open < 0) {
            return TRUE;
        }
        int close = text.lastIndexOf('}');
        String body = text.substring(open + 1, close > open ? close : text.length());
        LenientParser parser = new LenientParser(body, isValid);
        return parser.junction(0, parser.tokens.size() - 1, 0);
    }

    /// Tokens up to the end or to the first thing that is none; there an End stands.
    private void read() {
        Lexer lexer = new Lexer(text);
        Token token;
        do {
            try {
                token = lexer.next();
            } catch (BackendException _) {
                // The rest, from the matcher on that cannot be read, is what is still being typed.
                token = new Token.Symbol("", new Position(text.length(), 1, 1));
                tokens.add(token);
                token = new Token.End(token.at());
            }
            tokens.add(token);
        } while (!(token instanceof Token.End));
    }

    /// Operands between `from` and `to` with `&&` and `||` between them, grouped from the left.
    private FieldExpr junction(int from, int to, int depth) {
        if (depth > MAX_DEPTH) {
            return TRUE;
        }
        List<FieldExpr> operands = new ArrayList<>();
        FieldOperator operator = FieldOperator.AND;
        int alternations = 0;
        int start = from;
        for (int i = nextSplit(from, to); i <= to; i = nextSplit(i + 1, to)) {
            operands.add(matcher(start, i, depth));
            start = i + 1;
            FieldOperator next = i < to ? logical(i) : operator;
            if (next != operator && operands.size() > 1) {
                FieldExpr left = joined(operator, operands);
                operands.clear();
                operands.add(left);
                if (++alternations > MAX_ALTERNATIONS) {
                    throw QueryErrors.tooComplex(tokens.get(i).at(), "&& and || alternate too often");
                }
            }
            operator = next == null ? operator : next;
        }
        return operands.isEmpty() ? TRUE : joined(operator, operands);
    }

    /// The next `&&` or `||` outside brackets at or behind `from`; `to` if there is none before; more at the very end.
    private int nextSplit(int from, int to) {
        int i = from;
        while (i < to && logical(i) == null) {
            i = isSymbol(i, "(") ? Math.min(closing(i, to) + 1, to) : i + 1;
        }
        return i;
    }

    private static FieldExpr joined(FieldOperator operator, List<FieldExpr> operands) {
        return operands.size() == 1 ? operands.getFirst() : new FieldExpr.Logical(operator, operands, Position.START);
    }

    private FieldExpr matcher(int from, int to, int depth) {
        if (from >= to) {
            return TRUE;
        }
        if (isSymbol(from, "(") && closing(from, to) >= to - 1) {
            int end = isSymbol(to - 1, ")") ? to - 1 : to;
            return junction(from + 1, end, depth + 1);
        }
        try {
            String part = text.substring(
                    tokens.get(from).at().offset(), tokens.get(to).at().offset());
            FieldExpr expr = Parser.condition(part);
            return isValid.test(expr) ? expr : TRUE;
        } catch (BackendException _) {
            return TRUE;
        }
    }

    /// Index of the bracket that closes the one at `open`, `to` if none does.
    private int closing(int open, int to) {
        int depth = 0;
        for (int i = open; i < to; i++) {
            if (isSymbol(i, "(")) {
                depth++;
            } else if (isSymbol(i, ")") && --depth == 0) {
                return i;
            }
        }
        return to;
    }

    private @Nullable FieldOperator logical(int index) {
        if (isSymbol(index, "&&")) {
            return FieldOperator.AND;
        }
        return isSymbol(index, "||") ? FieldOperator.OR : null;
    }

    private boolean isSymbol(int index, String symbol) {
        return tokens.get(index) instanceof Token.Symbol(String sign, Position _) && sign.equals(symbol);
    }
}
