package dev.spanflame.traceql.search;

import dev.spanflame.traceql.eval.SpanSet;
import java.util.List;

/// A trace that could get into the answer, its spansets, and who makes of it what the answer shows.
record Candidate(TraceRank rank, long durationNanos, List<SpanSet> sets, MatchBuilder builder) {
    /// Index of the trace in its partition.
    int trace() {
        return sets.getFirst().trace();
    }

    /// What the answer shows.
    TraceMatch match() {
        return builder.trace(this);
    }
}
