package dev.spanflame.block.profile.live;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.model.trace.TextRef;
import java.util.Arrays;

/// Numbers distinct binaries, functions and frames. One thread appends; readers see what a snapshot published.
///
/// A function is known again by all its texts, its first line and its binary; a frame is a function and a line in
/// it. A place that was not symbolized is a function of its own with its address, named after binary and address.
public final class FrameStore {
    private final ByteInterner texts = new ByteInterner();
    private final Tuples mappings = new Tuples(2);
    private final Tuples functions = new Tuples(6);
    private final Tuples frames = new Tuples(2);
    private final Guesses functionOfName = new Guesses();
    private final long[] key = new long[6];

    /// An empty store.
    public FrameStore() {
        texts.intern(new byte[0], 0, 0);
    }

    /// Number of a text; 0 is the empty one.
    public int text(byte[] bytes, int from, int length) {
        return length == 0 ? 0 : texts.intern(bytes, from, length);
    }

    /// Numbers of the texts `refs`, slices of `bytes`, all at once: first their hashes, then their places in the table,
    /// then one after the other. So the processor waits for memory once for many texts and not once for each.
    public void texts(byte[] bytes, long[] refs, int count, int[] numbers) {
        for (int i = 0; i < count; i++) {
            numbers[i] = ByteInterner.hash(bytes, TextRef.offset(refs[i]), TextRef.length(refs[i]));
        }
        texts.touch(numbers, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = texts.intern(bytes, TextRef.offset(refs[i]), TextRef.length(refs[i]), numbers[i]);
        }
    }

    /// Number of a binary.
    public int mapping(int fileName, int buildId) {
        key[0] = fileName;
        key[1] = buildId;
        return mappings.intern(key);
    }

    /// What makes a function: texts by number, its first line, its binary (-1 where unknown), and the address of
    /// a place that was not symbolized, 0 for a function with a name.
    public record Function(int name, int systemName, int fileName, long startLine, int mapping, long address) {}

    /// Number of a function.
    public int function(Function function) {
        int guess = functionOfName.get(function.name());
        key[0] = function.name();
        key[1] = function.systemName();
        key[2] = function.fileName();
        key[3] = function.startLine();
        key[4] = function.mapping();
        key[5] = function.address();
        if (functions.isAt(guess, key)) {
            return guess;
        }
        int found = functions.intern(key);
        functionOfName.set(function.name(), found);
        return found;
    }

    /// Number of a frame.
    public int frame(int function, long line) {
        key[0] = function;
        key[1] = line(line);
        return frames.intern(key);
    }

    /// Numbers of the first `count` frames of `keys`, each a function and its [#line], all at once, as
    /// [#texts] does it. Hot path.
    void frames(long[] keys, int count, int[] numbers) {
        frames.intern(keys, count, numbers);
    }

    /// A line as frames have it: of those outside of the 32-bit numbers the nearest. Hot path.
    static long line(long line) {
        return Math.clamp(line, 0, Integer.MAX_VALUE);
    }

    /// Everything numbered so far; what comes later does not show.
    public SegmentView.Symbols symbols() {
        return new SegmentView.Symbols(
                texts.strings(),
                mappings.cells(),
                mappings.size(),
                functions.cells(),
                functions.size(),
                frames.cells(),
                frames.size());
    }

    /// Bytes of heap the store holds.
    public long memoryBytes() {
        return texts.memoryBytes()
                + mappings.memoryBytes()
                + functions.memoryBytes()
                + frames.memoryBytes()
                + functionOfName.memoryBytes();
    }

    /// The row that was right the last time. One service's numbers are neighbours, so a guess that holds is found
    /// where the processor has already been, which a hash table is not.
    private static final class Guesses {
        private int[] rows = new int[16];

        /// Row to try, 0 where there was none.
        int get(int number) {
            return number < rows.length ? rows[number] : 0;
        }

        void set(int number, int row) {
            if (number >= rows.length) {
                rows = Arrays.copyOf(rows, Math.max(number + 1, Math.addExact(rows.length, rows.length / 2)));
            }
            rows[number] = row;
        }

        long memoryBytes() {
            return 4L * rows.length;
        }
    }

    /// Distinct rows of a fixed number of cells, numbered by first appearance.
    private static final class Tuples {
        private static final long[] FACTORS = KeyedHash.factors(6);

        private final int width;
        private long[] cells;
        private int[] slots = new int[32];
        private int size;
        /// Keeps the reads of [#touch] from being optimised away.
        @SuppressWarnings("unused")
        private long touched;

        Tuples(int width) {
            this.width = width;
            this.cells = new long[16 * width];
        }

        /// Number of the row equal to the first cells of `key`. Hot path.
        int intern(long[] key) {
            return intern(key, 0, hash(key, 0));
        }

        /// Numbers of the rows equal to the first `count` of `keys`. Hot path.
        void intern(long[] keys, int count, int[] rows) {
            for (int i = 0; i < count; i++) {
                rows[i] = hash(keys, i * width);
            }
            touch(rows, count);
            for (int i = 0; i < count; i++) {
                rows[i] = intern(keys, i * width, rows[i]);
            }
        }

        /// Reads what [#intern] is going to read first for these hashes, so that it is at hand then. Hot path.
        private void touch(int[] hashes, int count) {
            int mask = slots.length - 1;
            long seen = 0;
            for (int i = 0; i < count; i++) {
                int row = slots[hashes[i] & mask] - 1;
                seen += row < 0 ? 0 : cells[row * width];
            }
            touched = seen;
        }

        private int intern(long[] key, int offset, int hash) {
            int mask = slots.length - 1;
            int slot = hash & mask;
            while (slots[slot] != 0) {
                int row = slots[slot] - 1;
                if (isEqual(row * width, key, offset)) {
                    return row;
                }
                slot = slot + 1 & mask;
            }
            if ((size + 1) * width > cells.length) {
                cells = Arrays.copyOf(cells, Math.multiplyExact(cells.length, 2));
            }
            System.arraycopy(key, offset, cells, size * width, width);
            slots[slot] = ++size;
            if (size * 2 > slots.length) {
                grow();
            }
            return size - 1;
        }

        private void grow() {
            slots = new int[slots.length * 2];
            int mask = slots.length - 1;
            for (int row = 0; row < size; row++) {
                int slot = hash(cells, row * width) & mask;
                while (slots[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                slots[slot] = row + 1;
            }
        }

        /// Whether there is a row `row` that equals the first cells of `key`. Hot path.
        boolean isAt(int row, long[] key) {
            return row < size && isEqual(row * width, key, 0);
        }

        private boolean isEqual(int at, long[] key, int offset) {
            for (int i = 0; i < width; i++) {
                if (cells[at + i] != key[offset + i]) {
                    return false;
                }
            }
            return true;
        }

        /// The products do not wait for each other, the key of the process comes in at the end.
        private int hash(long[] from, int offset) {
            long sum = 0;
            for (int i = 0; i < width; i++) {
                sum += from[offset + i] * FACTORS[i];
            }
            return KeyedHash.of(sum);
        }

        int size() {
            return size;
        }

        int width() {
            return width;
        }

        /// The array in use now: row `r` has the cells `[r * width, (r + 1) * width)`.
        long[] cells() {
            return cells;
        }

        long memoryBytes() {
            return 8L * cells.length + 4L * slots.length;
        }
    }
}
