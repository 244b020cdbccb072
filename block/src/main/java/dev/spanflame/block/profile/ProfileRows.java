package dev.spanflame.block.profile;

/// Profiles as columns, one row for each profile and sample type. The arrays may be longer than `count`.
///
/// The samples of a profile are neighbours: `[firstSamples, firstSamples + sampleCounts)`. `totals` are the sums of
/// their values. Times and durations are nanoseconds.
public record ProfileRows(
        int count,
        int[] series,
        long[] times,
        long[] durations,
        int[] firstSamples,
        int[] sampleCounts,
        long[] totals) {}
