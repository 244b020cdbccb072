package dev.spanflame.model.profile;

import java.util.Arrays;

/// Stacks as lists of rows of [ProfileSymbols#locations], the leaf first as in pprof. Not thread-safe.
///
/// ```
/// locations  | a b c | a b | d e f g | h i (still open)
/// ends             3     5         9       11 = tail
/// ```
public final class StackTable {
    private int[] locations = new int[256];
    private int[] ends = new int[64];
    private int size;
    private int tail;

    /// Appends a location to the open stack. Hot path.
    public void push(int location) {
        if (tail == locations.length) {
            locations = Arrays.copyOf(locations, tail * 2);
        }
        locations[tail++] = location;
    }

    /// Appends the first `count` of `rows` to the open stack. Hot path.
    public void push(int[] rows, int count) {
        if (tail + count > locations.length) {
            locations = Arrays.copyOf(locations, Math.max(tail + count, tail * 2));
        }
        System.arraycopy(rows, 0, locations, tail, count);
        tail += count;
    }

    /// Makes room for `stackCount` stacks of `locationCount` locations in all, which need not be exact.
    public void reserve(int stackCount, int locationCount) {
        locations = Arrays.copyOf(locations, Math.max(locations.length, locationCount));
        ends = Arrays.copyOf(ends, Math.max(ends.length, stackCount));
    }

    /// Ends the open stack and returns its number; the next one is open then. Hot path.
    public int close() {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        ends[size] = tail;
        return size++;
    }

    /// Number of locations of the open stack.
    public int open() {
        return tail - from(size);
    }

    /// Forgets the locations of the open stack.
    public void discard() {
        tail = from(size);
    }

    /// Drops the first `count` locations of the open stack: those nearest to the leaf.
    public void cutLeaf(int count) {
        int from = from(size);
        System.arraycopy(locations, from + count, locations, from, open() - count);
        tail -= count;
    }

    /// Number of stacks.
    public int size() {
        return size;
    }

    /// First position of a stack in [#locations]. Hot path.
    public int from(int stack) {
        return stack == 0 ? 0 : ends[stack - 1];
    }

    /// Position behind the last of a stack in [#locations]. Hot path.
    public int to(int stack) {
        return ends[stack];
    }

    /// Rows of locations of all stacks one behind the other; shared, longer than needed.
    public int[] locations() {
        return locations;
    }
}
