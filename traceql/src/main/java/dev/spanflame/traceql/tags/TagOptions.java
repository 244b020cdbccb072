package dev.spanflame.traceql.tags;

import dev.spanflame.model.TimeRange;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// From which spans names or values are wanted, and how many.
///
/// `query` narrows the spans and may be incomplete; empty means all. `maxCount` bounds the names of each scope, or the
/// values; `maxBytes` bounds the text of the answer. `deadlineNanos` is a moment of [System#nanoTime].
public record TagOptions(
        TimeRange window, String query, int maxCount, long maxBytes, BooleanSupplier cancelled, long deadlineNanos) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);
    private static final int DEFAULT_COUNT = 100_000;
    private static final long DEFAULT_BYTES = 8L << 20;

    /// All spans of a time.
    public static TagOptions of(TimeRange window) {
        return new TagOptions(
                window, "", DEFAULT_COUNT, DEFAULT_BYTES, () -> false, System.nanoTime() + DEFAULT_TIMEOUT.toNanos());
    }

    /// Only spans that satisfy `text`, as far as it can be read.
    public TagOptions withQuery(String text) {
        return new TagOptions(window, text, maxCount, maxBytes, cancelled, deadlineNanos);
    }

    /// Other bounds for the answer.
    public TagOptions withBounds(int count, long bytes) {
        return new TagOptions(window, query, count, bytes, cancelled, deadlineNanos);
    }

    /// Other ends of the work.
    public TagOptions withEnd(BooleanSupplier signal, long moment) {
        return new TagOptions(window, query, maxCount, maxBytes, signal, moment);
    }
}
