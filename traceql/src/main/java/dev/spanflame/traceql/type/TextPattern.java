package dev.spanflame.traceql.type;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A regular expression of the language: RE2's syntax, matched against the whole text, `.` meets line ends
/// too.
///
/// Expressions that are only literals, with `.*` before or behind, or alternatives of those, are matched
/// without an automaton. Immutable and thread-safe.
public final class TextPattern {
    private static final int MAX_SHOWN = 100;

    private final String source;
    private final Set<String> exact;
    private final List<PatternPiece> pieces;
    private final Optional<Pattern> automaton;

    private TextPattern(String source, Set<String> exact, List<PatternPiece> pieces, Optional<Pattern> automaton) {
        this.source = source;
        this.exact = exact;
        this.pieces = pieces;
        this.automaton = automaton;
    }

    /// Compiles `source`; throws [IllegalArgumentException] with the reason when it is not valid or far too
    /// large.
    public static TextPattern compile(String source) {
        Optional<List<PatternPiece>> simple = PatternPiece.split(source);
        if (simple.isEmpty()) {
            PatternSize.check(source);
            return new TextPattern(source, Set.of(), List.of(), Optional.of(automaton(source)));
        }
        return new TextPattern(
                source, PatternPiece.exactTexts(simple.get()), PatternPiece.open(simple.get()), Optional.empty());
    }

    /// Throws [IllegalArgumentException] with the reason when `source` is far too large to be compiled by
    /// RE2.
    public static void requireModest(String source) {
        PatternSize.check(source);
    }

    /// Whether the whole of `text` matches.
    public boolean matches(String text) {
        if (automaton.isPresent()) {
            return automaton.get().matcher(text).matches();
        }
        if (exact.contains(text)) {
            return true;
        }
        for (PatternPiece piece : pieces) {
            if (piece.matches(text)) {
                return true;
            }
        }
        return false;
    }

    /// Whether matching costs no more than comparing texts.
    public boolean isCheap() {
        return automaton.isEmpty();
    }

    /// The expression as written.
    public String source() {
        return source;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextPattern pattern && source.equals(pattern.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }

    /// As much of an expression as a message can have.
    public static String shown(String expression) {
        return expression.length() > MAX_SHOWN ? expression.substring(0, MAX_SHOWN) + "..." : expression;
    }

    private static Pattern automaton(String source) {
        try {
            return Pattern.compile(source, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription() + ": " + shown(e.getPattern()), e);
        }
    }
}
