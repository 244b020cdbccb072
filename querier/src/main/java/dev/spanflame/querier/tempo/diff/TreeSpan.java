package dev.spanflame.querier.tempo.diff;

import dev.spanflame.model.trace.Span;
import java.util.Optional;

/// A span at its place in a [SpanTree]: the `sibling`-th child (from 0) of the span numbered `parent`, or
/// of none where that is -1.
record TreeSpan(Span span, SpanKey key, Optional<SpanKey> parentKey, int parent, int sibling) {
    /// Whether start and end make sense: a start of 0 was never set.
    boolean hasDuration() {
        return isTimed(span);
    }

    static boolean isTimed(Span span) {
        return span.startNanos() != 0
                && Long.compareUnsigned(span.endNanos(), span.startNanos()) >= 0
                && span.endNanos() - span.startNanos() >= 0;
    }

    /// Nanoseconds, 0 where they are unknown.
    long durationNanos() {
        return hasDuration() ? span.endNanos() - span.startNanos() : 0;
    }

    /// `unset`, `ok`, `error`, or nothing for a number that means nothing.
    String status() {
        return switch (span.status()) {
            case 0 -> "unset";
            case 1 -> "ok";
            case Span.STATUS_ERROR -> "error";
            default -> "";
        };
    }

    boolean isError() {
        return span.status() == Span.STATUS_ERROR;
    }
}
