package dev.spanflame.traceql.type;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One alternative of a regular expression that needs no automaton: a literal, with `.*` allowed on either end.
record PatternPiece(String literal, boolean openStart, boolean openEnd) {
    private static final String SPECIAL = ".+*?()|[]{}^$\\";

    /// Whether the whole of `text` matches.
    boolean matches(String text) {
        if (openStart) {
            return openEnd ? text.contains(literal) : text.endsWith(literal);
        }
        return openEnd ? text.startsWith(literal) : text.equals(literal);
    }

    /// The alternatives of `pattern`, if all of them are that simple.
    static Optional<List<PatternPiece>> split(String pattern) {
        String body = withoutGroup(pattern);
        List<PatternPiece> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= body.length(); i++) {
            boolean escaped = i < body.length() && body.charAt(i) == '\\';
            if (i == body.length() || body.charAt(i) == '|') {
                Optional<PatternPiece> piece = piece(body.substring(from, i));
                if (piece.isEmpty()) {
                    return Optional.empty();
                }
                pieces.add(piece.get());
                from = i + 1;
            }
            i += escaped ? 1 : 0;
        }
        return from > body.length() ? Optional.of(pieces) : Optional.empty();
    }

    /// The texts of those alternatives that are plain literals.
    static Set<String> exactTexts(List<PatternPiece> pieces) {
        Set<String> texts = new HashSet<>();
        for (PatternPiece piece : pieces) {
            if (!piece.openStart && !piece.openEnd) {
                texts.add(piece.literal);
            }
        }
        return Set.copyOf(texts);
    }

    /// Those alternatives that are no plain literals.
    static List<PatternPiece> open(List<PatternPiece> pieces) {
        List<PatternPiece> open = new ArrayList<>();
        for (PatternPiece piece : pieces) {
            if (piece.openStart || piece.openEnd) {
                open.add(piece);
            }
        }
        return List.copyOf(open);
    }

    /// `(a|b)` and `(?:a|b)` are `a|b`; a bracket inside is found by [#piece].
    private static String withoutGroup(String pattern) {
        if (!pattern.startsWith("(") || !pattern.endsWith(")") || pattern.endsWith("\\)")) {
            return pattern;
        }
        int from = pattern.startsWith("(?:") ? 3 : 1;
        return from < pattern.length() ? pattern.substring(from, pattern.length() - 1) : pattern;
    }

    private static Optional<PatternPiece> piece(String text) {
        int from = text.startsWith("^") ? 1 : 0;
        boolean escapedEnd = text.endsWith("\\$");
        int to = text.endsWith("$") && !escapedEnd && text.length() > from ? text.length() - 1 : text.length();
        boolean openStart = text.startsWith(".*", from);
        if (openStart) {
            from += 2;
        }
        StringBuilder literal = new StringBuilder();
        while (from < to && !text.startsWith(".*", from)) {
            char c = text.charAt(from);
            if (c == '\\' && from + 1 < to && isPunctuation(text.charAt(from + 1))) {
                literal.append(text.charAt(from + 1));
                from += 2;
            } else if (SPECIAL.indexOf(c) >= 0) {
                return Optional.empty();
            } else {
                literal.append(c);
                from++;
            }
        }
        boolean openEnd = from < to || (openStart && literal.isEmpty());
        int behind = from < to ? from + 2 : from;
        return behind == to ? Optional.of(new PatternPiece(literal.toString(), openStart, openEnd)) : Optional.empty();
    }

    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c) && c != '_';
    }
}
