package dev.spanflame.block.wal;

import java.util.Map;
import java.util.TreeMap;

/// Sequence numbers that came up, kept as ranges: they come in long runs, so that there are few. One thread.
final class SequenceSet {
    private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

    /// Adds a number; false when it was there already.
    boolean add(long sequence) {
        Map.Entry<Long, Long> below = lastByFirst.floorEntry(sequence);
        if (below != null && below.getValue() >= sequence) {
            return false;
        }
        boolean joinsBelow = below != null && below.getValue() == sequence - 1;
        long first = joinsBelow ? below.getKey() : sequence;
        Long lastAbove = lastByFirst.remove(sequence + 1);
        lastByFirst.put(first, lastAbove == null ? sequence : lastAbove);
        return true;
    }

    /// Number of ranges.
    int ranges() {
        return lastByFirst.size();
    }
}
