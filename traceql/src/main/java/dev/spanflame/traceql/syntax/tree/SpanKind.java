package dev.spanflame.traceql.syntax.tree;

import java.util.Optional;

/// Words for the kind of a span. The ordinal is OTLP's number.
public enum SpanKind {
    UNSPECIFIED("unspecified"),
    INTERNAL("internal"),
    SERVER("server"),
    CLIENT("client"),
    PRODUCER("producer"),
    CONSUMER("consumer");

    private final String text;

    SpanKind(String text) {
        this.text = text;
    }

    /// The word in queries and answers.
    public String text() {
        return text;
    }

    /// The kind of this word, if it is one.
    public static Optional<SpanKind> ofWord(String word) {
        for (SpanKind kind : values()) {
            if (kind.text.equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
