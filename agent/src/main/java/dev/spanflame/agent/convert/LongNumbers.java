package dev.spanflame.agent.convert;

import java.util.Arrays;

/// Numbers different keys 0, 1, 2, ... in the order they come. Emptied it keeps its memory, so that the
/// next profile needs no more.
final class LongNumbers {
    private static final int FIRST = 512;
    /// A table larger than this is given back when it is emptied.
    private static final int KEPT = 64 * 1024;

    private long[] keys = new long[FIRST / 2];
    /// A number + 1, or 0 for an empty place.
    private int[] places = new int[FIRST];
    private int size;

    /// The number of a key, a new one when it was not met. Hot path.
    int numberOf(long key) {
        int at = start(key, places.length);
        while (places[at] != 0) {
            if (keys[places[at] - 1] == key) {
                return places[at] - 1;
            }
            at = (at + 1) & (places.length - 1);
        }
        if (size == keys.length) {
            grow();
            return numberOf(key);
        }
        keys[size] = key;
        places[at] = ++size;
        return size - 1;
    }

    /// Where the search for a key begins in a table of `length` places, a power of two.
    static int start(long key, int length) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> 32) & (length - 1);
    }

    private void grow() {
        keys = Arrays.copyOf(keys, 2 * keys.length);
        places = new int[2 * keys.length];
        for (int number = 0; number < size; number++) {
            int at = start(keys[number], places.length);
            while (places[at] != 0) {
                at = (at + 1) & (places.length - 1);
            }
            places[at] = number + 1;
        }
    }

    int size() {
        return size;
    }

    /// The key of a number.
    long key(int number) {
        return keys[number];
    }

    void clear() {
        if (places.length > KEPT) {
            keys = new long[FIRST / 2];
            places = new int[FIRST];
        } else {
            Arrays.fill(places, 0);
        }
        size = 0;
    }
}
