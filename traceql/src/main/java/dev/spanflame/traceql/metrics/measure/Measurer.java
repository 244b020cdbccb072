package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.metrics.series.Series;
import java.util.List;

/// Adds up spans, partition by partition, and makes series of them. Used by one thread.
public interface Measurer {
    /// Adds the spans that a partition has.
    void add(FoundRows found);

    /// The series, in any order.
    List<Series> finish();
}
