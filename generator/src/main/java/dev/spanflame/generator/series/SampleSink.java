package dev.spanflame.generator.series;

/// Takes the samples of a collection, series by series.
public interface SampleSink {
    /// The value that tells Prometheus that a series has ended.
    double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

    /// Begins a series. `name` and `bound` are fields as [WireLabels#writeTo] takes them.
    void begin(WireLabels labels, byte[] name, byte[] bound);

    /// A value of the series begun, later than the one before.
    void sample(double value, long millis);

    /// A native histogram of the series begun.
    void histogram(NativeHistogram value, long millis);

    /// An exemplar of the series begun.
    void exemplar(double value, long traceHigh, long traceLow, long millis);

    /// Ends the series begun.
    void end();
}
