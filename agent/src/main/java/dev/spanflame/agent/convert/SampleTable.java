package dev.spanflame.agent.convert;

import java.util.Arrays;

/// Sums by stack and context: an open-addressed table of numbers.
final class SampleTable {
    private static final int FIRST = 256;
    private static final int KEPT = 16 * 1024;

    /// Stack in the upper half, context + 1 in the lower; 0 is an empty place.
    private long[] keys = new long[FIRST];
    private long[] counts = new long[FIRST];
    private long[] amounts = new long[FIRST];
    private int size;

    /// Told of each sum.
    interface Visitor {
        void visit(int stack, int context, long count, long amount);
    }

    int size() {
        return size;
    }

    /// Forgets all sums, and keeps its memory unless that is large.
    void clear() {
        if (keys.length > KEPT) {
            keys = new long[FIRST];
            counts = new long[FIRST];
            amounts = new long[FIRST];
        } else if (size > 0) {
            Arrays.fill(keys, 0);
            Arrays.fill(counts, 0);
            Arrays.fill(amounts, 0);
        }
        size = 0;
    }

    /// Adds to the sums of a stack and a context (0 or more). Hot path.
    void add(int stack, int context, long count, long amount) {
        if (2 * size >= keys.length) {
            grow();
        }
        long key = (long) stack << 32 | (context + 1);
        int at = place(keys, key);
        if (keys[at] == 0) {
            keys[at] = key;
            size++;
        }
        counts[at] += count;
        amounts[at] += amount;
    }

    private static int place(long[] keys, long key) {
        int at = LongNumbers.start(key, keys.length);
        while (keys[at] != 0 && keys[at] != key) {
            at = (at + 1) & (keys.length - 1);
        }
        return at;
    }

    private void grow() {
        long[] newKeys = new long[keys.length * 2];
        long[] newCounts = new long[newKeys.length];
        long[] newAmounts = new long[newKeys.length];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                int at = place(newKeys, keys[i]);
                newKeys[at] = keys[i];
                newCounts[at] = counts[i];
                newAmounts[at] = amounts[i];
            }
        }
        keys = newKeys;
        counts = newCounts;
        amounts = newAmounts;
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                visitor.visit((int) (keys[i] >>> 32), (int) keys[i] - 1, counts[i], amounts[i]);
            }
        }
    }
}
