package dev.spanflame.generator.series;

/// The newest trace of a bucket. Changed in place.
final class Exemplar {
    private double value;
    private long traceHigh;
    private long traceLow;
    private long millis;
    private boolean fresh;

    /// Takes the place of the one before. Times of one bucket only grow: Prometheus refuses others.
    void set(double seen, Occasion occasion) {
        if ((occasion.traceHigh() | occasion.traceLow()) == 0) {
            return;
        }
        value = seen;
        traceHigh = occasion.traceHigh();
        traceLow = occasion.traceLow();
        millis = fresh ? Math.max(millis, occasion.millis()) : Math.max(millis + 1, occasion.millis());
        fresh = true;
    }

    /// The value it was seen with.
    double value() {
        return value;
    }

    long traceHigh() {
        return traceHigh;
    }

    long traceLow() {
        return traceLow;
    }

    long millis() {
        return millis;
    }

    /// Whether it was not collected yet.
    boolean isFresh() {
        return fresh;
    }

    void collected() {
        fresh = false;
    }
}
