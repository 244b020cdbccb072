package dev.spanflame.generator.series;

import java.util.List;

/// The state of a native histogram with whole counts at one time (Prometheus' `Histogram` of remote
/// write).
///
/// @param schema a bucket's upper bound is 2^(2^-schema) times its lower bound
/// @param counts of the buckets in `spans`, in their order
public record NativeHistogram(int schema, long zeroCount, double sum, List<Span> spans, List<Long> counts) {
    /// Values up to this one are in the zero bucket, as in Prometheus' own client: 2^-128.
    public static final double ZERO_THRESHOLD = 0x1p-128;

    /// Neighbouring buckets: the first is `offset` after the end of the span before, or after
    /// bucket 0 for the first span.
    public record Span(int offset, int length) {}

    /// Copies the lists.
    public NativeHistogram {
        spans = List.copyOf(spans);
        counts = List.copyOf(counts);
    }

    /// No value, in this resolution.
    public static NativeHistogram empty(int schema) {
        return new NativeHistogram(schema, 0, 0, List.of(), List.of());
    }

    /// The mark of Prometheus that the series has ended.
    public static NativeHistogram stale() {
        return new NativeHistogram(0, 0, SampleSink.STALE, List.of(), List.of());
    }

    /// Number of values.
    public long count() {
        long sum = zeroCount;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
