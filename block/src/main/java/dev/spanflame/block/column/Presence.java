package dev.spanflame.block.column;

/// Which of the rows `0 .. rows-1` have a value: one bit a row, 64 rows a word, the lowest row in the lowest bit.
///
/// Immutable; answers in constant time how many rows before a given one have a value.
public final class Presence {
    private final int rows;
    private final int count;
    private final long[] words;
    private final int[] ranks;

    private Presence(int rows, int count, long[] words, int[] ranks) {
        this.rows = rows;
        this.count = count;
        this.words = words;
        this.ranks = ranks;
    }

    /// Every row has a value; takes no memory for bits.
    public static Presence all(int rows) {
        return new Presence(rows, rows, new long[0], new int[0]);
    }

    /// No row has a value.
    public static Presence none(int rows) {
        return of(rows, new long[words(rows)]);
    }

    /// Rows as given by `words`, which must not change afterwards; bits behind the last row must be 0.
    public static Presence of(int rows, long[] words) {
        int[] ranks = new int[words(rows)];
        int count = 0;
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = count;
            count += Long.bitCount(words[i]);
        }
        return count == rows ? all(rows) : new Presence(rows, count, words, ranks);
    }

    /// Number of words that `rows` bits take.
    public static int words(int rows) {
        return (rows + 63) >>> 6;
    }

    /// Number of rows.
    public int rows() {
        return rows;
    }

    /// Number of rows that have a value.
    public int count() {
        return count;
    }

    /// Whether every row has a value.
    public boolean isAll() {
        return count == rows;
    }

    /// Whether `row` has a value. Hot path.
    public boolean has(int row) {
        return isAll() || (words[row >>> 6] & 1L << row) != 0;
    }

    /// Number of rows before `row` that have a value: the position of the value of `row`, if it has one. Hot path.
    public int rank(int row) {
        if (isAll()) {
            return row;
        }
        if (row == rows) {
            return count;
        }
        return ranks[row >>> 6] + Long.bitCount(words[row >>> 6] & ~(-1L << row));
    }

    /// Word `index`: the bits of rows `64 * index` and up, 0 behind the last row. Hot path.
    public long word(int index) {
        if (!isAll()) {
            return words[index];
        }
        int left = rows - (index << 6);
        return left >= 64 ? -1L : -1L >>> -left;
    }

    /// The rows `[from, to)`, counted from `from`.
    public Presence slice(int from, int to) {
        int length = to - from;
        if (isAll()) {
            return all(length);
        }
        long[] sliced = new long[words(length)];
        int shift = from & 63;
        int last = (to - 1) >>> 6;
        for (int i = 0, word = from >>> 6; i < sliced.length; i++, word++) {
            sliced[i] = words[word] >>> shift;
            if (shift != 0 && word < last) {
                sliced[i] |= words[word + 1] << -shift;
            }
        }
        if ((length & 63) != 0) {
            sliced[sliced.length - 1] &= -1L >>> -length;
        }
        return of(length, sliced);
    }

    /// Heap that the bits take, in bytes.
    long memoryBytes() {
        return 64 + 8L * words.length + 4L * ranks.length;
    }
}
