package dev.spanflame.server.config;

import dev.spanflame.server.config.value.ByteSize;
import java.time.Duration;

/// How blocks are merged.
///
/// @param enabled       Whether this process merges blocks.
/// @param interval      How often it looks for work.
/// @param fanIn         Blocks of one level that are merged into one of the next.
/// @param maxLevel      Highest level; its blocks are not merged any more.
/// @param maxBlockBytes Size beyond which a block is not merged any more.
/// @param grace         How long a merged block's objects stay for readers that still use them.
/// @param downsampleProfilesAfter Age at which profiles are made coarser: those of one series become
/// one for each
/// `downsample-profiles-to`, without times, threads, spans and traces. 0: never.
/// @param downsampleProfilesTo    What then is one profile.
public record Compaction(
        boolean enabled,
        Duration interval,
        int fanIn,
        int maxLevel,
        ByteSize maxBlockBytes,
        Duration grace,
        Duration downsampleProfilesAfter,
        Duration downsampleProfilesTo) {
    /// Checks ranges.
    public Compaction {
        new Rules()
                .atLeast("interval", interval, Duration.ofSeconds(1))
                .within("fan-in", fanIn, 2, 64)
                .within("max-level", maxLevel, 1, 10)
                .atLeast("max-block-bytes", maxBlockBytes, 1 << 20)
                .atLeast("grace", grace, Duration.ofMinutes(1))
                .that(
                        "downsample-profiles-after",
                        downsampleProfilesAfter.isZero() || downsampleProfilesAfter.compareTo(Duration.ofHours(1)) >= 0,
                        "must be 0 or at least 1h")
                .atLeast("downsample-profiles-to", downsampleProfilesTo, Duration.ofSeconds(10))
                .check();
    }

    /// Every 30 seconds, four into one, four levels, a grace of an hour, profiles as they came.
    public static Compaction defaults() {
        return new Compaction(
                true,
                Duration.ofSeconds(30),
                4,
                4,
                ByteSize.mib(1024),
                Duration.ofHours(1),
                Duration.ZERO,
                Duration.ofMinutes(5));
    }
}
