package dev.spanflame.generator.span;

/// Reads the text of [Policies] from left to right.
final class PolicyScanner {
    private final String text;
    private int at;

    PolicyScanner(String text) {
        this.text = text;
        skipSpace();
    }

    boolean isAtEnd() {
        return at == text.length();
    }

    boolean isQuote() {
        return at < text.length() && text.charAt(at) == '"';
    }

    /// Steps over `token` if it is next.
    boolean accept(String token) {
        if (!text.startsWith(token, at)) {
            return false;
        }
        at += token.length();
        skipSpace();
        return true;
    }

    /// Characters up to a space, `=`, `&` or `|`.
    String word(String what) {
        int from = at;
        while (at < text.length() && " \t\n\r=&|\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == from) {
            throw expected(what);
        }
        String word = text.substring(from, at);
        skipSpace();
        return word;
    }

    /// Text between double quotes, in which `\"` and `\\` stand for `"` and `\`, and any other `\`
    /// for itself.
    String quoted() {
        if (!isQuote()) {
            throw expected("a text in double quotes");
        }
        StringBuilder out = new StringBuilder();
        int i = at + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            boolean escape = text.charAt(i) == '\\'
                    && i + 1 < text.length()
                    && (text.charAt(i + 1) == '"' || text.charAt(i + 1) == '\\');
            i += escape ? 1 : 0;
            out.append(text.charAt(i));
            i++;
        }
        if (i == text.length()) {
            throw expected("a text whose closing quote is there");
        }
        at = i + 1;
        skipSpace();
        return out.toString();
    }

    /// The refusal at this place.
    IllegalArgumentException expected(String what) {
        String found = isAtEnd() ? "the end" : "'" + text.substring(at, Math.min(text.length(), at + 20)) + "'";
        return new IllegalArgumentException("has " + found + " at position " + at + "; expected " + what);
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
