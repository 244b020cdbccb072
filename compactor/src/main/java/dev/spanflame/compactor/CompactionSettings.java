package dev.spanflame.compactor;

import dev.spanflame.model.Signal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How blocks are merged and when they go.
///
/// @param interval      how often the background thread looks for work
/// @param fanIn         blocks of one level that are merged into one of the next, 2 or more
/// @param maxLevel      highest level; its blocks are not merged any more
/// @param maxBlockBytes most bytes of blocks that are merged into one
/// @param grace         how long the objects of a removed block stay for readers that still use them
/// @param retention     how old data gets; a signal that is missing or has 0 is kept for ever
/// @param mostInputs    most blocks that are merged at once, 2 or more: a row group of each is in memory, about 10 MB
public record CompactionSettings(
        Duration interval,
        int fanIn,
        int maxLevel,
        long maxBlockBytes,
        Duration grace,
        Map<Signal, Duration> retention,
        int mostInputs) {
    /// At most this many times the fan-in is merged at once, when much has piled up.
    private static final int LARGEST_PILE = 4;

    /// Checks ranges and copies the map.
    public CompactionSettings {
        if (fanIn < 2 || maxLevel < 1) {
            throw new IllegalArgumentException(
                    "fan-in is " + fanIn + ", expected 2 or more; max level is " + maxLevel + ", expected 1 or more");
        }
        if (interval.isNegative() || interval.isZero() || grace.isNegative()) {
            throw new IllegalArgumentException(
                    "interval " + interval + " must be above, grace " + grace + " not below zero");
        }
        if (mostInputs < 2) {
            throw new IllegalArgumentException("most inputs are " + mostInputs + ", expected 2 or more");
        }
        retention = Map.copyOf(retention);
    }

    /// With four times the fan-in for the most inputs.
    public CompactionSettings(
            Duration interval,
            int fanIn,
            int maxLevel,
            long maxBlockBytes,
            Duration grace,
            Map<Signal, Duration> retention) {
        this(interval, fanIn, maxLevel, maxBlockBytes, grace, retention, LARGEST_PILE * fanIn);
    }

    /// The same for a process that has memory for a merge of so many blocks, 2 at least.
    public CompactionSettings within(int blocks) {
        int inputs = Math.max(2, Math.min(mostInputs, blocks));
        return new CompactionSettings(interval, fanIn, maxLevel, maxBlockBytes, grace, retention, inputs);
    }

    /// Every 30 seconds, four into one, four levels, 1 GiB, a grace of an hour, nothing ever expires.
    public static CompactionSettings defaults() {
        return new CompactionSettings(Duration.ofSeconds(30), 4, 4, 1L << 30, Duration.ofHours(1), Map.of());
    }

    /// How old data of this signal gets; empty for no limit.
    Optional<Duration> retentionOf(Signal signal) {
        return Optional.ofNullable(retention.get(signal)).filter(age -> !age.isZero());
    }
}
