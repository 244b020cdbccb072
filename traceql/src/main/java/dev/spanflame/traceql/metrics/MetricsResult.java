package dev.spanflame.traceql.metrics;

import dev.spanflame.traceql.metrics.series.Series;
import java.util.List;

/// The answer to a metrics query: series in [Series#ORDER], each with at least one value, and what was looked at for
/// it.
///
/// `foundSeries` is how many there were before the bound on their number: more than are here if it cut some off.
public record MetricsResult(List<Series> series, int foundSeries, long inspectedTraces, long inspectedSpans) {
    /// Copies the list.
    public MetricsResult {
        series = List.copyOf(series);
    }

    /// Whether series are missing.
    public boolean truncated() {
        return foundSeries > series.size();
    }
}
