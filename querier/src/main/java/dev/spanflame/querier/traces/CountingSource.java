package dev.spanflame.querier.traces;

import dev.spanflame.traceql.fetch.SpanSource;

/// A source of spans that knows how much it held for the last scan.
public interface CountingSource extends SpanSource {
    /// Number of blocks opened.
    int blockCount();

    /// Number of blocks that were left out because they are damaged.
    int damagedBlocks();

    /// Bytes of all objects of those blocks.
    long blockBytes();
}
