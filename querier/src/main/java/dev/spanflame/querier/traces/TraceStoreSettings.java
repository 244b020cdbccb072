package dev.spanflame.querier.traces;

import java.time.Duration;

/// How a [TraceStore] reads.
///
/// `traceSlack` is how far outside of the time asked for pieces of a trace are looked for in a search.
/// `snapshotAge` is how old a known state of the commit log may be before the log is asked again. `maxTraceSpans`
/// bounds the spans of a trace that is shown whole; `mergeSpans` bounds the spans of split traces that are put together
/// at a time in a search, apart from a single trace that is larger.
public record TraceStoreSettings(Duration traceSlack, Duration snapshotAge, int maxTraceSpans, int mergeSpans) {
    /// One hour, two seconds, 250,000 spans, 65,536 spans.
    public static final TraceStoreSettings DEFAULTS =
            new TraceStoreSettings(Duration.ofHours(1), Duration.ofSeconds(2), 250_000, 1 << 16);
}
