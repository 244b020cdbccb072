package dev.spanflame.proto.columns;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Finds the row of an id. Rows are numbered in the order ids are added. Not thread-safe.
///
/// Most profiles number their rows 1, 2, 3, ...; then no table is needed.
public final class IdIndex {
    /// Unknown to senders, so that they cannot choose ids that fall on one slot.
    private static final long FACTOR = new SplittableRandom().nextLong() | 1;

    private long[] keys = new long[0];
    private int[] slots = new int[0];
    private int size;
    private boolean sequential = true;

    /// Adds an id; returns false if it is there already.
    public boolean add(long id) {
        if (sequential && id == size + 1L) {
            size++;
            return true;
        }
        if (find(id) >= 0) {
            return false;
        }
        if (sequential) {
            sequential = false;
            keys = new long[Math.max(16, size * 2)];
            for (int row = 0; row < size; row++) {
                keys[row] = row + 1L;
            }
            rehash();
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            rehash();
        }
        keys[size] = id;
        place(size);
        size++;
        return true;
    }

    /// Row of an id, or -1. Hot path.
    public int find(long id) {
        if (sequential) {
            return id > 0 && id <= size ? (int) id - 1 : -1;
        }
        int mask = slots.length - 1;
        for (int slot = hash(id) & mask; slots[slot] != 0; slot = slot + 1 & mask) {
            int row = slots[slot] - 1;
            if (keys[row] == id) {
                return row;
            }
        }
        return -1;
    }

    /// Rows of the first `count` of `ids`; returns the position of the first that is not there, else `count`. Hot path.
    public int find(long[] ids, int count, int[] rows) {
        if (sequential) {
            return findSequential(ids, count, rows);
        }
        for (int i = 0; i < count; i++) {
            int row = find(ids[i]);
            if (row < 0) {
                return i;
            }
            rows[i] = row;
        }
        return count;
    }

    /// All are looked at before any is judged, which the processor does several at a time. Hot path.
    private int findSequential(long[] ids, int count, int[] rows) {
        long outside = 0;
        for (int i = 0; i < count; i++) {
            long row = ids[i] - 1;
            outside |= row | size - 1 - row;
            rows[i] = (int) row;
        }
        if (outside >= 0) {
            return count;
        }
        int found = 0;
        while (find(ids[found]) >= 0) {
            found++;
        }
        return found;
    }

    private void rehash() {
        slots = new int[Integer.highestOneBit(keys.length) * 4];
        for (int row = 0; row < size; row++) {
            place(row);
        }
    }

    private void place(int row) {
        int mask = slots.length - 1;
        int slot = hash(keys[row]) & mask;
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = row + 1;
    }

    private static int hash(long id) {
        long mixed = (id ^ id >>> 32) * FACTOR;
        return (int) (mixed >>> 32);
    }
}
