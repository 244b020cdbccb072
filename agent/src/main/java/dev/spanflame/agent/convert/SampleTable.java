package dev.spanflame.agent.convert;

/// Sums by stack and context: an open-addressed table of numbers.
final class SampleTable {
    private static final int FIRST = 256;

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
        long mixed = key * 0x9E3779B97F4A7C15L;
        int at = (int) (mixed >>> 32) & (keys.length - 1);
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
