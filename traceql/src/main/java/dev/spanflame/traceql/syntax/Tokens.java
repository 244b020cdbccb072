package dev.spanflame.traceql.syntax;

import dev.spanflame.model.BackendException;
import dev.spanflame.traceql.syntax.tree.Position;
import java.util.Set;

/// The tokens of a query with one token of look-ahead, and the guard against nesting. Used by one thread.
final class Tokens {
    /// Brackets and prefix operators that may be open at once. Every level costs stack here and in all that walks
    /// trees.
    static final int MAX_OPEN = 200;

    /// Height a tree may have where operators follow each other without brackets.
    static final int MAX_HEIGHT = 250;

    /// Pipes and thresholds a query may have.
    static final int MAX_STAGES = 250;

    private final Lexer lexer;
    private Token current;
    private int open;
    private int stages;

    Tokens(String text) {
        lexer = new Lexer(text);
        current = lexer.next();
    }

    /// The next token, left in place.
    Token peek() {
        return current;
    }

    /// The first token that is none of these symbols, a bounded number ahead; all are left in place.
    Token peekPast(Set<String> symbols) {
        Lexer ahead = lexer.copy();
        Token token = current;
        for (int i = 0; i < MAX_OPEN; i++) {
            if (!(token instanceof Token.Symbol symbol) || !symbols.contains(symbol.text())) {
                return token;
            }
            token = ahead.next();
        }
        return token;
    }

    /// Where the next token stands.
    Position at() {
        return current.at();
    }

    /// Takes the next token.
    Token take() {
        Token taken = current;
        if (!(taken instanceof Token.End)) {
            current = lexer.next();
        }
        return taken;
    }

    /// Whether the next token is this operator or bracket.
    boolean isSymbol(String text) {
        return current instanceof Token.Symbol(String symbol, Position _) && symbol.equals(text);
    }

    /// Whether the next token is this word.
    boolean isWord(String text) {
        return current instanceof Token.Word(String word, Position _) && word.equals(text);
    }

    /// Takes the next token if it is this operator or bracket.
    boolean takeSymbol(String text) {
        boolean found = isSymbol(text);
        if (found) {
            take();
        }
        return found;
    }

    /// Takes this operator or bracket, or refuses the query.
    Position expectSymbol(String text) {
        Position at = at();
        if (!takeSymbol(text)) {
            throw unexpected(text);
        }
        return at;
    }

    /// The refusal that says what was found and what would have been right.
    BackendException unexpected(String expected) {
        return QueryErrors.syntax(
                at(), "unexpected " + current.shown() + (expected.isEmpty() ? "" : ", expecting " + expected));
    }

    /// Notes one more open bracket or prefix operator.
    void enter() {
        if (++open > MAX_OPEN) {
            throw QueryErrors.tooComplex(at(), "nested deeper than " + MAX_OPEN + " levels");
        }
    }

    /// Notes that it is closed.
    void leave() {
        open--;
    }

    /// Notes one more pipe or threshold.
    void countStage() {
        if (++stages > MAX_STAGES) {
            throw QueryErrors.tooComplex(at(), "more than " + MAX_STAGES + " stages");
        }
    }

    /// Refuses a tree that is too high.
    int checkedHeight(int height, Position at) {
        if (height > MAX_HEIGHT) {
            throw QueryErrors.tooComplex(
                    at, "more than " + MAX_HEIGHT + " operators build on each other; use fewer or group by brackets");
        }
        return height;
    }
}
