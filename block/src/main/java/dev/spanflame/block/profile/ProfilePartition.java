package dev.spanflame.block.profile;

import dev.spanflame.block.profile.join.ThreadColumn;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;

/// A set of profiles as three tables: series, profiles, samples; samples name stacks by number.
///
/// A snapshot; used by one thread at a time. Reading may block and may throw
/// [java.io.UncheckedIOException].
public interface ProfilePartition {
    /// From the earliest start to the latest end of a profile here.
    TimeRange range();

    /// Number of series.
    int seriesCount();

    /// Labels of a series.
    Labels labels(int series);

    /// The profiles.
    ProfileRows rows();

    /// Hands the samples `[from, to)` to `sink`, in one or more pieces, with as much detail as is asked
    /// for.
    void samples(int from, int to, Detail detail, SampleSink sink);

    /// What is known of samples.
    enum Detail {
        /// Stacks and values.
        VALUES,
        /// The ids of spans and traces as well.
        IDS,
        /// Times and threads as well.
        ALL
    }

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

    /// Columns of samples. An array of length 0 stands for zeros only; the others may be longer than
    /// needed. `times` are nanoseconds since 1970, 0 where unknown.
    record SampleColumns(
            int[] stacks,
            long[] values,
            long[] spanIds,
            long[] traceHighs,
            long[] traceLows,
            long[] times,
            ThreadColumn threads) {
        /// Span of a sample, 0 for none. Hot path.
        public long spanId(int sample) {
            return spanIds.length == 0 ? 0 : spanIds[sample];
        }

        /// Upper half of a sample's trace. Hot path.
        public long traceHigh(int sample) {
            return traceHighs.length == 0 ? 0 : traceHighs[sample];
        }

        /// Lower half of a sample's trace. Hot path.
        public long traceLow(int sample) {
            return traceLows.length == 0 ? 0 : traceLows[sample];
        }

        /// When a sample was taken, 0 where unknown. Hot path.
        public long time(int sample) {
            return times.length == 0 ? 0 : times[sample];
        }
    }
}
