package dev.spanflame.traceql.metrics.measure;

/// Takes the spans that a query measures, partition by partition. Used by one thread.
public interface RowSink {
    /// Adds the spans that a partition has.
    void add(FoundRows found);
}
