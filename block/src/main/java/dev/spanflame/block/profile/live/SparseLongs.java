package dev.spanflame.block.profile.live;

import java.util.Arrays;

/// A growing column of numbers that are mostly 0: it takes no memory until the first other number comes.
final class SparseLongs {
    private static final long[] NONE = new long[0];

    private long[] values = NONE;
    private int size;

    /// Appends a value. Hot path.
    void add(long value) {
        if (values.length == 0) {
            if (value == 0) {
                size++;
                return;
            }
            values = new long[Math.addExact(Math.max(16, size), size / 2 + 1)];
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.addExact(size, size / 2));
        }
        values[size++] = value;
    }

    /// The array in use now, longer than needed; of length 0 while all values are 0.
    long[] values() {
        return values;
    }

    long memoryBytes() {
        return 8L * values.length;
    }
}
