package dev.spanflame.traceql.search;

import java.util.List;

/// The answer to a search: traces, newest start first, equal starts by trace id, unless the query orders them
/// otherwise; and what was looked at for it.
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

    /// The same without its first `offset` traces.
    SearchResult behind(int offset) {
        return new SearchResult(
                traces.subList(Math.min(offset, traces.size()), traces.size()),
                inspectedTraces,
                inspectedSpans,
                inspectedPartitions,
                skippedPartitions);
    }
}
