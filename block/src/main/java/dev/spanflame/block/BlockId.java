package dev.spanflame.block;

import dev.spanflame.model.Hex;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Name of a block: 28 hexadecimal digits, 12 of the millisecond it was begun and 16 at random. Sorts by time.
public record BlockId(String text) implements Comparable<BlockId> {
    private static final int LENGTH = 28;

    /// Throws [IllegalArgumentException] when `text` is not such a name.
    public BlockId {
        if (text.length() != LENGTH) {
            throw new IllegalArgumentException("block id '" + text + "' has not " + LENGTH + " characters");
        }
        Hex.parse(text, 0, 12);
        Hex.parse(text, 12, LENGTH);
    }

    /// A new name.
    public static BlockId next(Instant now, RandomGenerator random) {
        return new BlockId(Hex.of(now.toEpochMilli()).substring(4) + Hex.of(random.nextLong()));
    }

    /// When the block was begun.
    public Instant begun() {
        return Instant.ofEpochMilli(Hex.parse(text, 0, 12));
    }

    @Override
    public int compareTo(BlockId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
