package dev.spanflame.compactor.capacity;

import java.time.Duration;

/// What the model takes for granted; docs/concepts/capacity.md says where the figures come from.
///
/// @param spansADay   spans of one tenant in a day, evenly spread
/// @param storedBytes stored bytes of a span in a large block
/// @param blockBytes  bytes that a block has whatever is in it
/// @param liveBytes   bytes of a span in memory, before it is in a block
/// @param objects     objects of a block
record Sizes(long spansADay, double storedBytes, long blockBytes, long liveBytes, int objects) {
    private static final long GROUP_SPANS = 65_536;
    private static final int GROUP_READS = 10;
    private static final long CUT_BYTES = 128L << 20;
    private static final long SMALL_BYTES = 1L << 20;

    static Sizes of(long spansADay) {
        return new Sizes(spansADay, 41, 89_000, 420, 9);
    }

    /// How long after each other the blocks of a tenant are flushed, by the defaults of the server.
    Duration flushEvery() {
        double bytesASecond = spansADay * (double) liveBytes / 86_400;
        if (bytesASecond * 600 < SMALL_BYTES) {
            return Duration.ofMinutes(30);
        }
        long seconds = (long) (CUT_BYTES / bytesASecond);
        return Duration.ofSeconds(Math.min(600, Math.max(30, seconds / 30 * 30)));
    }

    /// Requests by which a merge reads a block: its index, and the columns of each row group.
    long mergeReads(long spans) {
        return 1 + GROUP_READS * Math.ceilDiv(spans, GROUP_SPANS);
    }

    long bytesOf(long spans) {
        return blockBytes + (long) (spans * storedBytes);
    }
}
