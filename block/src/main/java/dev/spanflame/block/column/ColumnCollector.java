package dev.spanflame.block.column;

import java.util.Arrays;

/// Collects the values of one column row by row, rows ascending, most rows without a value. Not thread-safe.
///
/// Numbers are kept as they are, byte strings as numbers of a dictionary.
public final class ColumnCollector {
    private final boolean text;
    private final ByteInterner entries = new ByteInterner();
    private int[] rows = new int[16];
    private long[] values = new long[16];
    private int count;

    /// For byte strings when `text`, else for numbers.
    public ColumnCollector(boolean text) {
        this.text = text;
    }

    /// Adds a number for `row`. Hot path.
    public void add(int row, long value) {
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, count * 2);
            values = Arrays.copyOf(values, count * 2);
        }
        rows[count] = row;
        values[count++] = value;
    }

    /// Adds a byte string for `row`. Hot path.
    public void addText(int row, byte[] bytes, int from, int length) {
        add(row, entries.intern(bytes, from, length));
    }

    /// Number of `text` in the dictionary, added if it is new; for callers that keep the numbers of another one.
    public int entry(byte[] bytes, int from, int length) {
        return entries.intern(bytes, from, length);
    }

    /// Takes back the newest value if it is of `row`.
    public void removeIfLast(int row) {
        if (count > 0 && rows[count - 1] == row) {
            count--;
        }
    }

    /// Number of values.
    public int count() {
        return count;
    }

    /// Number or dictionary number that was added last.
    public long lastValue() {
        return values[count - 1];
    }

    /// Bytes of heap this collector holds.
    public long memoryBytes() {
        return 12L * rows.length + (text ? entries.memoryBytes() : 0);
    }

    /// The values so far, for a reader that runs beside the collecting thread.
    public View view() {
        return new View(text, rows, values, count, text ? entries.strings() : ByteStrings.EMPTY);
    }

    /// The values of a moment.
    public record View(boolean text, int[] rows, long[] values, int count, ByteStrings entries) {
        /// Position of the value of `row`, or -1.
        public int find(int row) {
            int found = Arrays.binarySearch(rows, 0, count, row);
            return found >= 0 ? found : -1;
        }

        /// The column over `total` rows in the order of collection.
        public ColumnData toColumn(int total) {
            long[] words = new long[Presence.words(total)];
            for (int i = 0; i < count; i++) {
                words[rows[i] >>> 6] |= 1L << rows[i];
            }
            return new ColumnData(Presence.of(total, words), packed(values));
        }

        /// The column in a new order of rows. `slots` is scratch of at least `order.size()` zeros, left as zeros.
        public ColumnData toColumn(RowOrder order, int[] slots) {
            long[] words = new long[Presence.words(order.size())];
            int kept = 0;
            for (int i = 0; i < count; i++) {
                int row = order.newRows()[rows[i]];
                if (row >= 0) {
                    slots[row] = i + 1;
                    words[row >>> 6] |= 1L << row;
                    kept++;
                }
            }
            return new ColumnData(Presence.of(order.size(), words), gather(words, slots, kept));
        }

        private ColumnValues gather(long[] words, int[] slots, int kept) {
            long[] ordered = new long[kept];
            int at = 0;
            for (int word = 0; word < words.length; word++) {
                for (long bits = words[word]; bits != 0; bits &= bits - 1) {
                    int row = (word << 6) + Long.numberOfTrailingZeros(bits);
                    ordered[at++] = values[slots[row] - 1];
                    slots[row] = 0;
                }
            }
            return new View(text, rows, ordered, kept, entries).packed(ordered);
        }

        private ColumnValues packed(long[] source) {
            if (!text) {
                return new ColumnValues.Longs(Arrays.copyOf(source, count), count);
            }
            int[] ids = new int[count];
            for (int i = 0; i < count; i++) {
                ids[i] = (int) source[i];
            }
            return new ColumnValues.Texts(ids, count, entries);
        }
    }
}
