package dev.spanflame.block.trace.scan;

import java.util.Arrays;

/// Numbers 64-bit keys in order of appearance, from 1. Used by one thread.
final class KnownNumbers {
    /// Keys from 0 up to it are looked up in a table: most numbers are small.
    private static final int SMALL = 1 << 11;

    private final int[] ofSmall = new int[SMALL];
    private long[] keys = new long[32];
    private int[] slots = new int[64];
    private int size = 1;

    /// Number of a key. Hot path.
    int of(long key) {
        if (key >= 0 && key < SMALL) {
            int known = ofSmall[(int) key];
            if (known > 0) {
                return known;
            }
            int added = large(key);
            ofSmall[(int) key] = added;
            return added;
        }
        return large(key);
    }

    private int large(long key) {
        int slot = slot(key);
        if (slots[slot] == 0) {
            slot = add(key, slot);
        }
        return slots[slot];
    }

    /// The key of a number.
    long key(int number) {
        return keys[number];
    }

    /// One more than the largest number.
    int size() {
        return size;
    }

    private int add(long key, int free) {
        int slot = free;
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            slots = new int[2 * slots.length];
            for (int number = 1; number < size; number++) {
                slots[slot(keys[number])] = number;
            }
            slot = slot(key);
        }
        keys[size] = key;
        slots[slot] = size++;
        return slot;
    }

    private int slot(long key) {
        int mask = slots.length - 1;
        int slot = (int) ((key * 0x9e37_79b9_7f4a_7c15L) >>> 32) & mask;
        while (slots[slot] != 0 && keys[slots[slot]] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
