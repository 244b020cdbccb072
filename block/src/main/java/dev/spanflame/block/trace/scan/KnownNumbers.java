package dev.spanflame.block.trace.scan;

/// Remembers a number above 0 for each of many 64-bit keys. Used by one thread.
final class KnownNumbers {
    private long[] keys = new long[64];
    private int[] numbers = new int[64];
    private int size;

    /// What was put for `key`, 0 without. Hot path.
    int get(long key) {
        return numbers[slot(key)];
    }

    /// Puts a number for a key that has none.
    void put(long key, int number) {
        if (size * 2 >= keys.length) {
            grow();
        }
        int slot = slot(key);
        keys[slot] = key;
        numbers[slot] = number;
        size++;
    }

    private int slot(long key) {
        long mixed = key * 0x9e37_79b9_7f4a_7c15L;
        int slot = (int) (mixed >>> 32) & (keys.length - 1);
        while (numbers[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldNumbers = numbers;
        keys = new long[2 * oldKeys.length];
        numbers = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldNumbers[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }
}
