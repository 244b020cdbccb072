package dev.spanflame.traceql.syntax;

import dev.spanflame.traceql.syntax.tree.AttributeName;
import dev.spanflame.traceql.syntax.tree.AttributeScope;
import dev.spanflame.traceql.syntax.tree.Position;

/// Reads and writes the names of attributes.
///
/// A name ends at any blank and at each of `{ } ( ) = ~ ! < > & | ^ ,`; everything else belongs to it, `+ - * /`
/// included. Parts in double quotes may hold any character, with `\"` and `\\` as their only escapes.
final class NameLexer {
    private static final String ENDS = "{}()=~!<>&|^,";

    private NameLexer() {}

    /// A key without its quotes, and the offset behind it.
    record Name(String key, int end) {}

    /// Reads the name that begins at `from`, and ends there when there is none.
    static Name read(String text, int from, Position at) {
        StringBuilder key = new StringBuilder();
        int i = from;
        while (i < text.length() && !endsName(text.charAt(i))) {
            if (text.charAt(i) == '"') {
                i = quotedPart(text, i + 1, key, at);
            } else {
                key.append(text.charAt(i++));
            }
        }
        return new Name(key.toString(), i);
    }

    /// The name as it stands in a query, scope included.
    static String print(AttributeName name) {
        String scope = name.ofParent()
                ? "parent."
                        + (name.scope() == AttributeScope.ANY
                                ? ""
                                : name.scope().prefix())
                : name.scope().prefix();
        return scope + (needsQuotes(name) ? quote(name.key()) : name.key());
    }

    private static int quotedPart(String text, int from, StringBuilder key, Position at) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '"') {
            if (text.charAt(i) == '\\') {
                i++;
                if (i == text.length() || (text.charAt(i) != '"' && text.charAt(i) != '\\')) {
                    throw QueryErrors.syntax(
                            at, "invalid escape sequence in an attribute name, expecting \\\" or \\\\");
                }
            }
            key.append(text.charAt(i++));
        }
        if (i == text.length()) {
            throw QueryErrors.syntax(at, "unexpected EOF in an attribute name, expecting \"");
        }
        return i + 1;
    }

    private static boolean needsQuotes(AttributeName name) {
        String key = name.key();
        if (key.isEmpty()) {
            return true;
        }
        for (int i = 0; i < key.length(); i++) {
            if (endsName(key.charAt(i)) || key.charAt(i) == '"') {
                return true;
            }
        }
        boolean bare = name.scope() == AttributeScope.ANY;
        boolean looksLikeFloat = bare && !name.ofParent() && key.charAt(0) >= '0' && key.charAt(0) <= '9';
        boolean looksLikeScope = bare && name.ofParent() && (key.startsWith("span.") || key.startsWith("resource."));
        return looksLikeFloat || looksLikeScope;
    }

    private static String quote(String key) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
        return text.append('"').toString();
    }

    private static boolean endsName(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || ENDS.indexOf(c) >= 0;
    }
}
