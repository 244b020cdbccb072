package dev.spanflame.traceql.fetch;

/// A set of rows `0 .. size-1` as bits. Not thread-safe.
public final class RowSet {
    private final long[] words;
    private final int size;

    /// An empty set over `size` rows.
    public RowSet(int size) {
        this.size = size;
        this.words = new long[(size + 63) >>> 6];
    }

    /// The set of all rows.
    public static RowSet all(int size) {
        RowSet set = new RowSet(size);
        set.addRange(0, size);
        return set;
    }

    /// Number of rows the set is about, members or not.
    public int size() {
        return size;
    }

    /// Adds one row. Hot path.
    public void add(int row) {
        words[row >>> 6] |= 1L << row;
    }

    /// Removes one row.
    public void remove(int row) {
        words[row >>> 6] &= ~(1L << row);
    }

    /// Adds the rows `[from, to)`.
    public void addRange(int from, int to) {
        if (from >= to) {
            return;
        }
        int first = from >>> 6;
        int last = (to - 1) >>> 6;
        long head = -1L << from;
        long tail = -1L >>> -to;
        if (first == last) {
            words[first] |= head & tail;
            return;
        }
        words[first] |= head;
        for (int i = first + 1; i < last; i++) {
            words[i] = -1L;
        }
        words[last] |= tail;
    }

    /// Whether the row is a member. Hot path.
    public boolean contains(int row) {
        return (words[row >>> 6] & 1L << row) != 0;
    }

    /// The first member at or after `row`, or -1.
    public int next(int row) {
        int index = row >>> 6;
        if (row >= size) {
            return -1;
        }
        long word = words[index] & -1L << row;
        while (word == 0) {
            if (++index == words.length) {
                return -1;
            }
            word = words[index];
        }
        return (index << 6) + Long.numberOfTrailingZeros(word);
    }

    /// The first row at or after `row` that is no member; at most [#size].
    public int gap(int row) {
        int index = row >>> 6;
        if (row >= size) {
            return size;
        }
        long word = ~words[index] & -1L << row;
        while (word == 0) {
            if (++index == words.length) {
                return size;
            }
            word = ~words[index];
        }
        return Math.min(size, (index << 6) + Long.numberOfTrailingZeros(word));
    }

    /// Number of members.
    public int count() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /// Whether there is no member.
    public boolean isEmpty() {
        for (long word : words) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    /// Keeps only members of both.
    public void and(RowSet other) {
        for (int i = 0; i < words.length; i++) {
            words[i] &= other.words[i];
        }
    }

    /// Adds the members of `other`.
    public void or(RowSet other) {
        for (int i = 0; i < words.length; i++) {
            words[i] |= other.words[i];
        }
    }

    /// Removes the members of `other`.
    public void andNot(RowSet other) {
        for (int i = 0; i < words.length; i++) {
            words[i] &= ~other.words[i];
        }
    }

    /// An independent copy.
    public RowSet copy() {
        RowSet copy = new RowSet(size);
        System.arraycopy(words, 0, copy.words, 0, words.length);
        return copy;
    }

    /// The bits, 64 rows a word, the lowest row in the lowest bit; shared with this set.
    public long[] words() {
        return words;
    }
}
