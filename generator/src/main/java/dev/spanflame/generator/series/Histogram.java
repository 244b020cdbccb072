package dev.spanflame.generator.series;

import org.jspecify.annotations.Nullable;

/// Values of one series of a histogram: classic buckets with exemplars, and native ones where they
/// are sent.
final class Histogram {
    private final double[] bounds;
    private final double[] counts;
    private final @Nullable Exemplar[] exemplars;
    private final @Nullable NativeBuckets nativeBuckets;
    private double sum;

    /// `bounds` are ascending, without +Inf.
    Histogram(double[] bounds, HistogramKind kind) {
        this.bounds = bounds;
        this.counts = new double[bounds.length + 1];
        this.exemplars = new @Nullable Exemplar[bounds.length + 1];
        this.nativeBuckets = kind.isNative() ? new NativeBuckets() : null;
    }

    /// Records `value` as often as the occasion's weight says. Hot path.
    void observe(double value, Occasion occasion) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        counts[bucket] += occasion.weight();
        sum += value * occasion.weight();
        Exemplar exemplar = exemplars[bucket];
        if (exemplar == null) {
            exemplar = new Exemplar();
            exemplars[bucket] = exemplar;
        }
        exemplar.set(value, occasion);
        if (nativeBuckets != null) {
            nativeBuckets.add(value, occasion.weight());
        }
    }

    /// Values of this bucket alone; the last bucket is +Inf.
    double count(int bucket) {
        return counts[bucket];
    }

    int buckets() {
        return counts.length;
    }

    double sum() {
        return sum;
    }

    /// The newest exemplar of a bucket, null when there was none.
    @Nullable
    Exemplar exemplar(int bucket) {
        return exemplars[bucket];
    }

    /// The native form; null when it is not kept.
    @Nullable
    NativeHistogram nativeForm() {
        return nativeBuckets == null ? null : nativeBuckets.snapshot(sum);
    }
}
