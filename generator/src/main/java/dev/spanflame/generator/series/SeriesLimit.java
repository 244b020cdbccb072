package dev.spanflame.generator.series;

/// How many series a tenant has and may have, as counted by those who ask. Not thread-safe.
public final class SeriesLimit {
    private final long max;
    private long active;
    private long added;
    private long removed;
    private long limited;

    /// At most `max` series; 0 for no limit.
    public SeriesLimit(long max) {
        this.max = max;
    }

    /// Counts `series` as new; false, and as refused, where they do not fit.
    boolean take(int series) {
        if (max > 0 && active + series > max) {
            limited += series;
            return false;
        }
        active += series;
        added += series;
        return true;
    }

    void giveBack(int series) {
        active -= series;
        removed += series;
    }

    /// Series of now, those for what did not fit left out.
    public long active() {
        return active;
    }

    /// The most there may be; 0 for no limit.
    public long max() {
        return max;
    }

    /// Series that ever began.
    public long added() {
        return added;
    }

    /// Series that were removed when nothing came for them any more.
    public long removed() {
        return removed;
    }

    /// How often a series was not begun because there were too many.
    public long limited() {
        return limited;
    }
}
