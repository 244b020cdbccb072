package dev.spanflame.block.column;

import java.security.SecureRandom;
import java.util.Arrays;

/// Maps `long` keys to `int` values >= 0, for scratch work. Not thread-safe.
///
/// Open addressing without removal; the hash is keyed at random for each process.
public final class LongIntMap {
    private static final long SEED = new SecureRandom().nextLong();

    private long[] keys;
    private int[] values;
    private int size;

    /// A map with room for `expected` keys before it grows.
    public LongIntMap(int expected) {
        int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, expected)) * 4);
        keys = new long[capacity];
        values = new int[capacity];
    }

    /// Empties the map and makes room for `expected` keys.
    public void clear(int expected) {
        int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, expected)) * 4);
        if (capacity > keys.length || capacity * 8 < keys.length) {
            keys = new long[capacity];
            values = new int[capacity];
        } else {
            Arrays.fill(values, 0);
        }
        size = 0;
    }

    /// Value of `key`, or -1. Hot path.
    public int get(long key) {
        int slot = slot(key);
        return values[slot] - 1;
    }

    /// Value of `key` if it has one; else sets it to `value` and returns -1. Hot path.
    public int putIfAbsent(long key, int value) {
        int slot = slot(key);
        if (values[slot] != 0) {
            return values[slot] - 1;
        }
        keys[slot] = key;
        values[slot] = value + 1;
        if (++size * 2 > keys.length) {
            grow();
        }
        return -1;
    }

    /// Number of keys.
    public int size() {
        return size;
    }

    /// Spreads the bits of a key over all of the result.
    public static long mix(long key) {
        long hash = (key ^ SEED) * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L;
        return hash ^ hash >>> 32;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) mix(key) & mask;
        while (values[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
