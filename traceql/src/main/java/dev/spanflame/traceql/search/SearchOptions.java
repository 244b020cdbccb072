package dev.spanflame.traceql.search;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// How much of an answer is wanted, from when, and for how long it is worth waiting.
///
/// `limit` is the number of traces, 1 or more; `spansPerSpanSet` the number of spans shown of each spanset, 1 or more
/// ([Integer#MAX_VALUE] for all). A trace belongs to the answer if it has an instant in `window`. `cancelled` is asked
/// often, by several threads at once. `deadlineNanos` is a moment of [System#nanoTime]. `maxResultBytes` bounds the
/// memory of the answer; `memory` is told of all that is taken of it, and of what is given back as a negative number,
/// and may throw.
public record SearchOptions(
        int limit,
        int spansPerSpanSet,
        TimeRange window,
        BooleanSupplier cancelled,
        long deadlineNanos,
        long maxResultBytes,
        LongConsumer memory) {
    /// Traces in an answer when nothing else is asked for.
    public static final int DEFAULT_LIMIT = 20;

    /// Spans of a spanset when nothing else is asked for.
    public static final int DEFAULT_SPANS_PER_SPAN_SET = 3;

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);
    private static final long DEFAULT_RESULT_BYTES = 256L << 20;

    /// Throws [BackendException] of kind BAD_REQUEST for a limit below 1.
    public SearchOptions {
        atLeastOne("limit", limit);
        atLeastOne("spss (spans per span set)", spansPerSpanSet);
    }

    /// 20 traces of 3 spans a set, within two minutes and 256 MiB.
    public static SearchOptions of(TimeRange window) {
        return new SearchOptions(
                DEFAULT_LIMIT,
                DEFAULT_SPANS_PER_SPAN_SET,
                window,
                () -> false,
                System.nanoTime() + DEFAULT_TIMEOUT.toNanos(),
                DEFAULT_RESULT_BYTES,
                _ -> {});
    }

    /// The same with another number of traces.
    public SearchOptions withLimit(int traces) {
        return new SearchOptions(traces, spansPerSpanSet, window, cancelled, deadlineNanos, maxResultBytes, memory);
    }

    /// The same with another number of spans in a spanset.
    public SearchOptions withSpansPerSpanSet(int spans) {
        return new SearchOptions(limit, spans, window, cancelled, deadlineNanos, maxResultBytes, memory);
    }

    /// The same, ended by another signal.
    public SearchOptions withCancelled(BooleanSupplier signal) {
        return new SearchOptions(limit, spansPerSpanSet, window, signal, deadlineNanos, maxResultBytes, memory);
    }

    /// The same with another deadline, a moment of [System#nanoTime].
    public SearchOptions withDeadlineNanos(long moment) {
        return new SearchOptions(limit, spansPerSpanSet, window, cancelled, moment, maxResultBytes, memory);
    }

    /// The same with another bound on the memory of the answer, of which `taker` is told.
    public SearchOptions withMemory(long bytes, LongConsumer taker) {
        return new SearchOptions(limit, spansPerSpanSet, window, cancelled, deadlineNanos, bytes, taker);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw BackendException.badRequest("invalid_search_option", name + " is " + value + "; expected at least 1");
        }
    }
}
