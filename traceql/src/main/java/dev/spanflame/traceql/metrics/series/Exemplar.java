package dev.spanflame.traceql.metrics.series;

import dev.spanflame.traceql.eval.NamedValue;
import java.util.List;

/// A span that stands for others in a series: labels by which it can be found, its value, and when it started.
///
/// The value of a series that counts spans is the sample's own.
public record Exemplar(List<NamedValue> labels, double value, long startNanos) {
    /// Copies the list.
    public Exemplar {
        labels = List.copyOf(labels);
    }

    /// The same with another value.
    public Exemplar withValue(double other) {
        return new Exemplar(labels, other, startNanos);
    }
}
