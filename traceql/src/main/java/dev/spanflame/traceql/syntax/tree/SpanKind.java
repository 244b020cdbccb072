package dev.spanflame.traceql.syntax.tree;

import java.util.Optional;

/// Words for the kind of a span.
public enum SpanKind {
    UNSPECIFIED(0, "unspecified"),
    INTERNAL(1, "internal"),
    SERVER(2, "server"),
    CLIENT(3, "client"),
    PRODUCER(4, "producer"),
    CONSUMER(5, "consumer");

    private final int code;
    private final String text;

    SpanKind(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /// OTLP's number.
    public int code() {
        return code;
    }

    /// The word in queries and answers.
    public String text() {
        return text;
    }

    /// The kind of this number, if there is one.
    public static Optional<SpanKind> ofCode(int code) {
        for (SpanKind kind : values()) {
            if (kind.code == code) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
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
