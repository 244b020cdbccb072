package dev.spanflame.generator.series;

/// One metric of a [SeriesGroup].
///
/// @param name as Prometheus has it, `_total` of a counter included
/// @param help one sentence for the scrape
/// @param always whether every label set of the group has it from its beginning; otherwise it
/// begins with its first value
public record Metric(String name, Kind kind, String help, boolean always) {
    /// Kinds of metrics.
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    /// A counter of every label set.
    public static Metric counter(String name, String help) {
        return new Metric(name, Kind.COUNTER, help, true);
    }

    /// A gauge of every label set.
    public static Metric gauge(String name, String help) {
        return new Metric(name, Kind.GAUGE, help, true);
    }

    /// A histogram of every label set.
    public static Metric histogram(String name, String help) {
        return new Metric(name, Kind.HISTOGRAM, help, true);
    }

    /// The same, beginning with its first value.
    public Metric whenSeen() {
        return new Metric(name, kind, help, false);
    }
}
