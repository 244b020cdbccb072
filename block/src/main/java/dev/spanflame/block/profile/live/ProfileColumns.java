package dev.spanflame.block.profile.live;

import dev.spanflame.block.profile.ProfileRows;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.ProfileBatch;

/// Rows of profiles of a segment. One thread appends; readers see what a snapshot published.
final class ProfileColumns {
    private final IntList series = new IntList();
    private final LongList times = new LongList();
    private final LongList durations = new LongList();
    private final IntList firstSamples = new IntList();
    private final IntList sampleCounts = new IntList();
    private final LongList totals = new LongList();
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    void add(int seriesId, ProfileBatch batch, int firstSample, int sampleCount, long total) {
        long time = batch.timeNanos();
        long duration = batch.durationNanos();
        long end = time > Long.MAX_VALUE - duration ? Long.MAX_VALUE : time + duration;
        series.add(seriesId);
        times.add(time);
        durations.add(time < 0 ? duration : end - time);
        firstSamples.add(firstSample);
        sampleCounts.add(sampleCount);
        totals.add(total);
        earliest = Math.min(earliest, time);
        latest = Math.max(latest, end);
    }

    ProfileRows rows() {
        return new ProfileRows(
                series.size(),
                series.values(),
                times.values(),
                durations.values(),
                firstSamples.values(),
                sampleCounts.values(),
                totals.values());
    }

    /// From the earliest start to the latest end; an instant at 0 while there is no profile.
    TimeRange range() {
        return earliest > latest ? new TimeRange(0, 0) : new TimeRange(earliest, latest);
    }

    long memoryBytes() {
        return series.memoryBytes()
                + times.memoryBytes()
                + durations.memoryBytes()
                + firstSamples.memoryBytes()
                + sampleCounts.memoryBytes()
                + totals.memoryBytes();
    }
}
