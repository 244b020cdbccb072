package dev.spanflame.generator.series;

/// How histograms are sent by remote write. The text of a scrape always has the classic ones.
public enum HistogramKind {
    /// `_bucket`, `_sum` and `_count`.
    CLASSIC,
    /// Native histograms of Prometheus alone.
    NATIVE,
    /// Both.
    BOTH;

    /// Whether classic series are sent.
    public boolean isClassic() {
        return this != NATIVE;
    }

    /// Whether native histograms are sent.
    public boolean isNative() {
        return this != CLASSIC;
    }
}
