package dev.spanflame.querier.traces;

import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.fetch.SpanSource;

/// A source of spans that knows how much it held for the last scan.
public interface CountingSource extends SpanSource {
    /// Number of blocks opened.
    int blockCount();

    /// Bytes of all objects of those blocks.
    long blockBytes();

    /// Whether the last scan met pieces of this trace in several places and left them apart, because they
    /// lie far from each other in time.
    boolean isApart(TraceId id);

    /// Lets later scans put together all pieces they meet, however far apart: exact, and slower.
    void putAllTogether();
}
