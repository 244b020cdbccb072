package dev.spanflame.ingester;

import java.util.HashSet;
import java.util.Set;

/// Watches the sequence numbers of a replay for numbers that were left out and may still come.
///
/// After a failed sync the log writes unacknowledged records again to a new file, so a number that is torn
/// in one file may follow in the next. While such a number is awaited, no block may claim to reach beyond it.
final class SequenceGaps {
    /// A wider gap is a file that was released and removed.
    private static final long WIDEST = 100_000;

    private final Set<Long> awaited = new HashSet<>();
    private long highest = -1;

    /// Notes a number.
    void saw(long sequence) {
        if (highest >= 0 && sequence > highest + 1 && sequence - highest < WIDEST) {
            for (long missing = highest + 1; missing < sequence; missing++) {
                awaited.add(missing);
            }
        }
        awaited.remove(sequence);
        highest = Math.max(highest, sequence);
    }

    /// Whether a number below the highest is awaited.
    boolean isOpen() {
        return !awaited.isEmpty();
    }

    /// The highest number seen.
    long highest() {
        return highest;
    }
}
