package dev.spanflame.traceql.search;

import java.util.List;

/// The answer to a search: traces, newest start first, equal starts by trace id; and what was looked at for it.
///
/// `skippedPartitions` were not looked at because they lie outside the window or can hold no trace newer than those
/// found.
public record SearchResult(
        List<TraceMatch> traces,
        long inspectedTraces,
        long inspectedSpans,
        int inspectedPartitions,
        int skippedPartitions) {
    /// The answer to a query that nothing can match.
    public static final SearchResult EMPTY = new SearchResult(List.of(), 0, 0, 0, 0);

    /// Copies the list.
    public SearchResult {
        traces = List.copyOf(traces);
    }
}
