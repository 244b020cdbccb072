package dev.spanflame.traceql.metrics.table;

/// Makes one column of numbers. Used by one thread.
interface Tally {
    /// Adds the spans that a partition has.
    void add(Batch batch);

    /// The number of a group, NaN if there is none.
    double of(int group);

    /// Whether every number is an integer.
    boolean isWhole();

    /// Whether numbers are durations in seconds.
    default boolean isSeconds() {
        return false;
    }
}
