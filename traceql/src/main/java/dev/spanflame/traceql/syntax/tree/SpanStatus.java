package dev.spanflame.traceql.syntax.tree;

import java.util.Optional;

/// Words for the status of a span. The ordinal is OTLP's number.
public enum SpanStatus {
    UNSET("unset"),
    OK("ok"),
    ERROR("error");

    private final String text;

    SpanStatus(String text) {
        this.text = text;
    }

    /// The word in queries and answers.
    public String text() {
        return text;
    }

    /// The status of this word, if it is one.
    public static Optional<SpanStatus> ofWord(String word) {
        for (SpanStatus status : values()) {
            if (status.text.equals(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
