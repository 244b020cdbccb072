package dev.spanflame.server.config;

import java.time.Duration;

/// How blocks are merged.
///
/// @param enabled       Whether this process merges blocks.
/// @param interval      How often it looks for work.
/// @param fanIn         Blocks of one level that are merged into one of the next.
/// @param maxLevel      Highest level; its blocks are not merged any more.
/// @param maxBlockBytes Size beyond which a block is not merged any more.
/// @param grace         How long a merged block's objects stay for readers that still use them.
public record Compaction(
        boolean enabled, Duration interval, int fanIn, int maxLevel, ByteSize maxBlockBytes, Duration grace) {
    /// Checks ranges.
    public Compaction {
        new Rules()
                .atLeast("interval", interval, Duration.ofSeconds(1))
                .within("fan-in", fanIn, 2, 64)
                .within("max-level", maxLevel, 1, 10)
                .atLeast("max-block-bytes", maxBlockBytes, 1 << 20)
                .atLeast("grace", grace, Duration.ofMinutes(1))
                .check();
    }

    /// Every 30 seconds, four into one, four levels, a grace of an hour.
    public static Compaction defaults() {
        return new Compaction(true, Duration.ofSeconds(30), 4, 4, ByteSize.mib(1024), Duration.ofHours(1));
    }
}
