package dev.spanflame.traceql.syntax;

import dev.spanflame.traceql.syntax.tree.AttributeName;
import dev.spanflame.traceql.syntax.tree.AttributeScope;
import dev.spanflame.traceql.syntax.tree.Position;
import java.util.List;
import java.util.Set;

/// Cuts the text of a query into tokens, one at a time. Used by one thread.
///
/// There are two modes. In the normal one the longest operator wins and blanks and comments (`// …`, `/* … */`) mean
/// nothing. After a scope prefix or a dot a name is read up to the first character that ends one, see [NameLexer].
final class Lexer {
    private static final Set<String> SYMBOLS = Set.of(
            ",", "{", "}", "(", ")", "=", "!=", "=~", "!~", ">", ">=", "<", "<=", "+", "-", "/", "%", "*", "^", "&&",
            "||", "!", "|", ">>", "<<", "~", "!>", "!<", "!>>", "!<<", "&~", "&>", "&<", "&>>", "&<<");
    private static final Set<String> INTRINSIC_SCOPES =
            Set.of("trace", "span", "parent", "event", "link", "instrumentation");
    private static final List<AttributeScope> OF_PARENT = List.of(AttributeScope.SPAN, AttributeScope.RESOURCE);

    private final String text;
    private int next;
    // Where the last position was computed; positions are asked for from left to right.
    private int lineNumber = 1;
    private int column = 1;
    private int counted;

    Lexer(String text) {
        this.text = text;
    }

    /// Another lexer at the same place.
    Lexer copy() {
        Lexer copy = new Lexer(text);
        copy.next = next;
        copy.lineNumber = lineNumber;
        copy.column = column;
        copy.counted = counted;
        return copy;
    }

    /// The next token, [Token.End] at the end and ever after.
    Token next() {
        skipBlanks();
        Position at = position(next);
        if (next == text.length()) {
            return new Token.End(at);
        }
        int c = text.codePointAt(next);
        if (Character.isLetter(c) || c == '_') {
            return word(at);
        }
        if (isDigit(next) || (c == '.' && isDigit(next + 1))) {
            NumberLexer.Numeral number = NumberLexer.read(text, next, at);
            next = number.end();
            return new Token.Constant(number.value(), at);
        }
        return switch (c) {
            case '.' -> attribute(AttributeScope.ANY, false, next + 1, at);
            case '"', '`' -> string(at);
            case '\'' -> throw QueryErrors.syntax(at, "unexpected ', a string stands in double quotes or in backticks");
            default -> symbol(c, at);
        };
    }

    private Token word(Position at) {
        int start = next;
        int end = start;
        while (end < text.length() && isWordPart(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        String word = text.substring(start, end);
        char behind = end < text.length() ? text.charAt(end) : ' ';
        if (behind == '.') {
            if (word.equals("parent")) {
                return parentAttribute(end + 1, at);
            }
            for (AttributeScope scope : AttributeScope.values()) {
                if (scope != AttributeScope.ANY && scope.prefix().equals(word + '.')) {
                    return attribute(scope, false, end + 1, at);
                }
            }
        }
        if (behind == ':' && INTRINSIC_SCOPES.contains(word)) {
            next = end + 1;
            return new Token.IntrinsicScope(word + ':', at);
        }
        next = end;
        return new Token.Word(word, at);
    }

    private Token parentAttribute(int from, Position at) {
        for (AttributeScope scope : OF_PARENT) {
            if (text.startsWith(scope.prefix(), from)) {
                return attribute(scope, true, from + scope.prefix().length(), at);
            }
        }
        return attribute(AttributeScope.ANY, true, from, at);
    }

    private Token attribute(AttributeScope scope, boolean ofParent, int from, Position at) {
        NameLexer.Name name = NameLexer.read(text, from, at);
        // a name of two quotes is empty, but it is one
        if (name.end() == from) {
            String found = from < text.length() && Character.isWhitespace(text.charAt(from)) ? "a blank" : "no name";
            throw QueryErrors.syntax(
                    at,
                    "unexpected END_ATTRIBUTE, expecting a name directly after "
                            + (ofParent ? "parent." : "")
                            + (ofParent && scope == AttributeScope.ANY ? "" : scope.prefix())
                            + ", found " + found);
        }
        next = name.end();
        return new Token.Attribute(new AttributeName(scope, ofParent, name.key()), at);
    }

    private Token string(Position at) {
        StringLexer.Text read = StringLexer.read(text, next, at);
        next = read.end();
        return new Token.Constant(read.value(), at);
    }

    private Token symbol(int c, Position at) {
        int end = next + 1;
        String longest = text.substring(next, end);
        // The lone & is no token, only the beginning of some.
        boolean found = SYMBOLS.contains(longest);
        if (!found && c != '&') {
            throw QueryErrors.syntax(at, "unexpected character " + shown(c) + hint(c));
        }
        while (end < text.length() && SYMBOLS.contains(text.substring(next, end + 1))) {
            end++;
            found = true;
        }
        if (!found) {
            throw QueryErrors.syntax(at, "unexpected &, expecting && or one of &> &< &>> &<< &~");
        }
        Token token = new Token.Symbol(text.substring(next, end), at);
        next = end;
        return token;
    }

    private static String hint(int c) {
        return switch (c) {
            case '#' -> ", a comment begins with //";
            case '[', ']' -> ", there are no lists of constants: join conditions by ||, or use =~ \"a|b\"";
            case '$' -> ", there are no variables";
            default -> ", expecting an operator, a word, a number or a string";
        };
    }

    private static String shown(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE
                ? "U+%04X".formatted(c)
                : Character.toString(c);
    }

    private void skipBlanks() {
        while (next < text.length()) {
            if (Character.isWhitespace(text.charAt(next)) || Character.isSpaceChar(text.charAt(next))) {
                next++;
            } else if (text.startsWith("//", next)) {
                int end = text.indexOf('\n', next);
                next = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", next)) {
                int end = text.indexOf("*/", next + 2);
                if (end < 0) {
                    throw QueryErrors.syntax(position(next), "comment not terminated, expecting */");
                }
                next = end + 2;
            } else {
                return;
            }
        }
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private static boolean isWordPart(int c) {
        return Character.isLetter(c) || Character.isDigit(c) || c == '_';
    }

    private Position position(int offset) {
        while (counted < offset) {
            char c = text.charAt(counted++);
            if (c == '\n') {
                lineNumber++;
                column = 1;
            } else if (!Character.isLowSurrogate(c)) {
                column++;
            }
        }
        return new Position(offset, lineNumber, column);
    }
}
