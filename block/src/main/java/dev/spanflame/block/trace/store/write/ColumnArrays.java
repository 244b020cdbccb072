package dev.spanflame.block.trace.store.write;

import java.util.ArrayList;
import java.util.List;

/// The arrays that the columns of a row group are gathered in, used again for the next group: its columns come in the
/// same order and have about as many values. Not thread-safe.
final class ColumnArrays {
    private final List<long[]> longs = new ArrayList<>();
    private final List<int[]> ints = new ArrayList<>();
    private int longsUsed;
    private int intsUsed;
    private long[] longScratch = new long[0];
    private int[] intScratch = new int[0];

    /// Makes all arrays free that were given before; what they hold may be overwritten from now on.
    void reuse() {
        longsUsed = 0;
        intsUsed = 0;
    }

    /// An array of at least `count` numbers, whatever they are.
    long[] longs(int count) {
        if (longsUsed == longs.size()) {
            longs.add(new long[count]);
        } else if (longs.get(longsUsed).length < count) {
            longs.set(longsUsed, new long[grown(count)]);
        }
        return longs.get(longsUsed++);
    }

    /// The same of numbers of 32 bits.
    int[] ints(int count) {
        if (intsUsed == ints.size()) {
            ints.add(new int[count]);
        } else if (ints.get(intsUsed).length < count) {
            ints.set(intsUsed, new int[grown(count)]);
        }
        return ints.get(intsUsed++);
    }

    /// Room for what differs from group to group.
    private static int grown(int count) {
        return (int) Math.min(Integer.MAX_VALUE - 8, count + count / 8L);
    }

    /// The first `count` of `values` in an array of their own.
    long[] copy(long[] values, int count) {
        long[] copy = longs(count);
        System.arraycopy(values, 0, copy, 0, count);
        return copy;
    }

    /// The same of numbers of 32 bits.
    int[] copy(int[] values, int count) {
        int[] copy = ints(count);
        System.arraycopy(values, 0, copy, 0, count);
        return copy;
    }

    /// An array of at least `count` numbers for the time in which one column is made.
    long[] longScratch(int count) {
        if (longScratch.length < count) {
            longScratch = new long[count];
        }
        return longScratch;
    }

    /// The same of numbers of 32 bits.
    int[] intScratch(int count) {
        if (intScratch.length < count) {
            intScratch = new int[count];
        }
        return intScratch;
    }
}
