package dev.spanflame.generator.series;

import dev.spanflame.generator.label.LabelSet;

/// A value that was counted elsewhere, to be sent as it is.
///
/// @param name   name of the metric
/// @param labels its labels without the name
/// @param value  its value
public record PlainSample(String name, LabelSet labels, double value) {
    /// Gives it to `sink` as of `millis`; `external` labels give way to its own.
    public void writeTo(SampleSink sink, LabelSet external, long millis) {
        sink.begin(WireLabels.of(external.with(labels)), WireLabels.name(name), new byte[0]);
        sink.sample(value, millis);
        sink.end();
    }
}
