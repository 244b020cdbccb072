package dev.spanflame.proto.jfr;

import dev.spanflame.proto.jfr.labels.LabelsSnapshot;

/// A recording to decode: its inflated bytes, which must not change, and what its sender said about it.
///
/// `labels` says what the context ids of samples stand for. Times are nanoseconds since the epoch. `sampleRate` is in
/// samples a second, at least 1: a sample of CPU or wall clock time counts for the time between two samples.
public record JfrRecording(byte[] bytes, LabelsSnapshot labels, long fromNanos, long untilNanos, int sampleRate) {
    /// Throws [IllegalArgumentException] when the sample rate is below 1.
    public JfrRecording {
        if (sampleRate < 1) {
            throw new IllegalArgumentException("sample rate is " + sampleRate + ", expected at least 1");
        }
    }

    /// Nanoseconds between two samples.
    long periodNanos() {
        return 1_000_000_000L / sampleRate;
    }
}
