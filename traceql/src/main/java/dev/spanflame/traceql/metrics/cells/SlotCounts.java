package dev.spanflame.traceql.metrics.cells;

import java.util.Arrays;

/// How often one value came up, by slot and in all. Used by one thread.
///
/// Most values of an attribute with very many come up in a few slots: these are listed, until a list is no smaller than
/// a count for each slot.
public final class SlotCounts {
    private static final int FIRST = 4;

    private final int slots;
    private final int half;
    private long sum;
    private long sumOfHalf;
    private int size;

    /// Slots of the list, in the order they came, some more than once; empty once all slots have a count.
    private int[] listed = new int[FIRST];

    /// Counts of the list, or of all slots.
    private long[] counts = new long[FIRST];

    private boolean dense;

    /// Without any count, of so many slots.
    public SlotCounts(int slots) {
        this.slots = slots;
        half = slots / 2;
    }

    /// Adds to a slot.
    public void add(int slot, int count) {
        sum += count;
        sumOfHalf += slot < half ? count : 0;
        if (!dense && size == listed.length) {
            grow();
        }
        if (dense) {
            counts[slot] += count;
        } else {
            listed[size] = slot;
            counts[size++] = count;
        }
    }

    private void grow() {
        if (3L * size < slots) {
            listed = Arrays.copyOf(listed, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
            return;
        }
        counts = bySlot(0, slots);
        listed = new int[0];
        size = 0;
        dense = true;
    }

    /// In all slots.
    public long sum() {
        return sum;
    }

    /// In the first half of the slots.
    public long sumOfFirstHalf() {
        return sumOfHalf;
    }

    /// In each of the slots `[from, to)`.
    public long[] bySlot(int from, int to) {
        if (dense) {
            return Arrays.copyOfRange(counts, from, to);
        }
        long[] found = new long[to - from];
        for (int i = 0; i < size; i++) {
            if (listed[i] >= from && listed[i] < to) {
                found[listed[i] - from] += counts[i];
            }
        }
        return found;
    }

    /// Bytes of its arrays.
    public long bytes() {
        return 4L * listed.length + 8L * counts.length;
    }
}
