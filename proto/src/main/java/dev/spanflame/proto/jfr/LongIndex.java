package dev.spanflame.proto.jfr;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Finds the row of a key; rows are numbered from 0 by first appearance. Not thread-safe.
final class LongIndex {
    /// Unknown to senders, so that they cannot choose keys that fall on one slot.
    private static final long FACTOR = new SplittableRandom().nextLong() | 1;

    private long[] keys = new long[16];
    private int[] slots = new int[32];
    private int size;

    /// Row of a key, added if it is new: then the row equals the size before.
    int intern(long key) {
        int slot = slot(key);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
        }
        keys[size++] = key;
        slots[slot] = size;
        if (size * 2 > slots.length) {
            grow();
        }
        return size - 1;
    }

    /// Row of a key, or -1.
    int find(long key) {
        return slots[slot(key)] - 1;
    }

    int size() {
        return size;
    }

    private int slot(long key) {
        int mask = slots.length - 1;
        int slot = (int) ((key ^ key >>> 32) * FACTOR >>> 32) & mask;
        while (slots[slot] != 0 && keys[slots[slot] - 1] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        for (int row = 0; row < size; row++) {
            slots[slot(keys[row])] = row + 1;
        }
    }
}
