package dev.spanflame.traceql.search;

import dev.spanflame.model.trace.TraceId;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A trace that a search found.
///
/// `rooted` says whether a root span is stored; without one the two root texts are empty. Start and duration are those
/// of the whole trace, in nanoseconds. `services` counts its spans by service, the empty name for spans without one.
public record TraceMatch(
        TraceId traceId,
        boolean rooted,
        String rootServiceName,
        String rootName,
        long startNanos,
        long durationNanos,
        List<SpanSetMatch> spanSets,
        SortedMap<String, ServiceStats> services) {
    /// Newest start first, equal starts by trace id.
    public static final Comparator<TraceMatch> NEWEST_FIRST =
            Comparator.comparingLong(TraceMatch::startNanos).reversed().thenComparing(TraceMatch::traceId);

    /// Copies the collections.
    public TraceMatch {
        spanSets = List.copyOf(spanSets);
        services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
    }

    /// Number of spans of one service in the trace, and how many of them have the status error.
    public record ServiceStats(int spanCount, int errorCount) {}
}
