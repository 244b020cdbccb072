package dev.spanflame.block.profile;

import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;

/// A set of profiles as three tables: series, profiles, samples; samples name stacks by number.
///
/// A snapshot; used by one thread at a time. Reading may block and may throw [java.io.UncheckedIOException].
public interface ProfilePartition {
    /// From the earliest start to the latest end of a profile here.
    TimeRange range();

    /// Number of series.
    int seriesCount();

    /// Labels of a series.
    Labels labels(int series);

    /// The profiles.
    ProfileRows rows();

    /// Hands the samples `[from, to)` to `sink`, in one or more pieces; `withIds` asks for the ids of spans and
    /// traces too.
    void samples(int from, int to, boolean withIds, SampleSink sink);

    /// Number of stacks.
    int stackCount();

    /// Adds to `forest` the frames of all stacks that have a value.
    void addStacks(StackValues values, Forest forest);

    /// Takes samples in pieces.
    @FunctionalInterface
    interface SampleSink {
        /// The samples `[from, to)` of `columns`.
        void accept(SampleColumns columns, int from, int to);
    }

    /// Columns of samples. An array of length 0 stands for zeros only; the others may be longer than needed.
    record SampleColumns(int[] stacks, long[] values, long[] spanIds, long[] traceHighs, long[] traceLows) {}
}
