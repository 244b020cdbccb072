package dev.spanflame.traceql.syntax.tree;

import java.util.Optional;

/// Words for the status of a span.
public enum SpanStatus {
    UNSET(0, "unset"),
    OK(1, "ok"),
    ERROR(2, "error");

    private final int code;
    private final String text;

    SpanStatus(int code, String text) {
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

    /// The status of this number, if there is one.
    public static Optional<SpanStatus> ofCode(int code) {
        for (SpanStatus status : values()) {
            if (status.code == code) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
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
