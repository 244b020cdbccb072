package dev.spanflame.block.profile.live;

import java.util.Arrays;

/// A growing column of 64-bit numbers. One thread appends; what lies below a published size never changes, so that
/// others may read it from the array they were handed.
final class LongList {
    private long[] values = new long[16];
    private int size;

    /// Appends a value. Hot path.
    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.addExact(size, size / 2));
        }
        values[size++] = value;
    }

    long get(int index) {
        return values[index];
    }

    int size() {
        return size;
    }

    /// The array in use now; longer than needed.
    long[] values() {
        return values;
    }

    long memoryBytes() {
        return 8L * values.length;
    }
}
