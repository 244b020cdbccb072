package dev.spanflame.generator.series;

/// What a value was seen at: reused from one span to the next. Not thread-safe.
public final class Occasion {
    private double weight = 1;
    private long traceHigh;
    private long traceLow;
    private long millis;

    /// An occasion to be set.
    public Occasion() {}

    /// Sets all of it. `weight` is how many spans this one stands for, at least 0; `millis` is now
    /// since the epoch.
    public Occasion set(double spanWeight, long high, long low, long nowMillis) {
        weight = spanWeight;
        traceHigh = high;
        traceLow = low;
        millis = nowMillis;
        return this;
    }

    /// How many spans this one stands for.
    public double weight() {
        return weight;
    }

    /// Upper half of the trace id.
    public long traceHigh() {
        return traceHigh;
    }

    /// Lower half of the trace id.
    public long traceLow() {
        return traceLow;
    }

    /// Time of arrival, milliseconds since the epoch.
    public long millis() {
        return millis;
    }
}
