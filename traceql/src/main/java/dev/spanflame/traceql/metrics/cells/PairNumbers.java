package dev.spanflame.traceql.metrics.cells;

import dev.spanflame.traceql.metrics.series.MemoryBudget;
import java.util.Arrays;

/// Numbers pairs of numbers in order of appearance, from 0. Used by one thread.
public final class PairNumbers {
    private static final long PAIR_BYTES = 32;

    private final MemoryBudget budget;
    private long[] keys = new long[64];
    private int[] slots = new int[64];
    private long[] pairs = new long[32];
    private int size;

    /// Without any pair.
    public PairNumbers(MemoryBudget budget) {
        this.budget = budget;
    }

    /// Number of the pair. Hot path.
    public int number(int first, int second) {
        long key = (long) first << 32 | second & 0xffff_ffffL;
        int slot = slot(key);
        if (slots[slot] == 0) {
            slot = add(key, slot);
        }
        return slots[slot] - 1;
    }

    /// How many pairs there are.
    public int size() {
        return size;
    }

    /// The first of a pair by its number.
    public int first(int number) {
        return (int) (pairs[number] >> 32);
    }

    /// The second of a pair by its number.
    public int second(int number) {
        return (int) pairs[number];
    }

    private int add(long key, int free) {
        budget.take(PAIR_BYTES);
        int slot = free;
        if (2 * (size + 1) > keys.length) {
            grow();
            slot = slot(key);
        }
        if (size == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * size);
        }
        pairs[size++] = key;
        keys[slot] = key;
        slots[slot] = size;
        return slot;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) ((key * 0x9e37_79b9_7f4a_7c15L) >>> 32) & mask;
        while (slots[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        keys = new long[2 * keys.length];
        slots = new int[keys.length];
        for (int i = 0; i < size; i++) {
            int slot = slot(pairs[i]);
            keys[slot] = pairs[i];
            slots[slot] = i + 1;
        }
    }
}
