package dev.spanflame.block.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Values of a column without gaps. The arrays may be longer than `count`; what lies behind is garbage.
///
/// Numbers that are [packed][PackedColumn] are unpacked when somebody asks for the array, and kept: who reads some or
/// reads them once had better ask for one at a time or for a window.
public sealed interface ColumnValues {
    /// Number of values.
    int count();

    /// A copy of the values `[from, to)`; the entries of texts are shared.
    default ColumnValues slice(int from, int to) {
        return switch (this) {
            case Longs longs -> longs.copy(from, to);
            case Texts texts -> texts.copy(from, to);
            case Wides wides ->
                new Wides(
                        Arrays.copyOfRange(wides.highs, from, to), Arrays.copyOfRange(wides.lows, from, to), to - from);
        };
    }

    /// Heap that the values take, in bytes.
    default long memoryBytes() {
        return switch (this) {
            case Longs longs -> longs.bytes();
            case Texts texts -> texts.bytes();
            case Wides wides -> 8L * (wides.highs.length + wides.lows.length);
        };
    }

    /// Numbers up to 64 bits: integers of any width, raw bits of doubles, 0 or 1 for truth values, 8-byte ids.
    final class Longs implements ColumnValues {
        private final int count;
        private final @Nullable PackedNumbers packed;
        private long @Nullable [] values;

        /// The first `count` of `values`.
        public Longs(long[] values, int count) {
            this.values = values;
            this.count = count;
            this.packed = null;
        }

        Longs(PackedNumbers packed, int count) {
            this.packed = packed;
            this.count = count;
        }

        @Override
        public int count() {
            return count;
        }

        /// All of them, `count` at least.
        public long[] values() {
            long[] known = values;
            if (known == null) {
                known = read(0, count);
                values = known;
            }
            return known;
        }

        /// One of them.
        public long at(int index) {
            long[] known = values;
            return known == null ? packed().at(index) : known[index];
        }

        /// A way to read up to `most` neighbours at a time.
        public LongWindow window(int most) {
            return values == null ? new LongWindow(packed(), most) : new LongWindow(values());
        }

        private PackedNumbers packed() {
            if (packed == null) {
                throw new IllegalStateException("neither values nor packed ones");
            }
            return packed;
        }

        /// The same packed numbers, of which no array is known.
        Longs again() {
            return new Longs(packed(), count);
        }

        private Longs copy(int from, int to) {
            return new Longs(read(from, to), to - from);
        }

        private long[] read(int from, int to) {
            long[] known = values;
            if (known != null) {
                return Arrays.copyOfRange(known, from, to);
            }
            long[] some = new long[to - from];
            packed().copy(from, to - from, some);
            return some;
        }

        private long bytes() {
            long[] known = values;
            return known == null ? packed().memoryBytes() : 8L * known.length;
        }
    }

    /// Byte strings, each value the number of an entry of `entries`.
    final class Texts implements ColumnValues {
        private final int count;
        private final ByteStrings entries;
        private final @Nullable PackedNumbers packed;
        private int @Nullable [] ids;

        /// The entries with the first `count` of `ids` as numbers.
        public Texts(int[] ids, int count, ByteStrings entries) {
            this.ids = ids;
            this.count = count;
            this.entries = entries;
            this.packed = null;
        }

        Texts(PackedNumbers packed, int count, ByteStrings entries) {
            this.packed = packed;
            this.count = count;
            this.entries = entries;
        }

        @Override
        public int count() {
            return count;
        }

        /// What the numbers are of.
        public ByteStrings entries() {
            return entries;
        }

        /// The numbers of all, `count` at least.
        public int[] ids() {
            int[] known = ids;
            if (known == null) {
                known = read(0, count);
                ids = known;
            }
            return known;
        }

        /// The number of one.
        public int id(int index) {
            int[] known = ids;
            return known == null ? (int) packed().at(index) : known[index];
        }

        /// A way to read the numbers of up to `most` neighbours at a time.
        public IntWindow window(int most) {
            return ids == null ? new IntWindow(packed(), most) : new IntWindow(ids());
        }

        private PackedNumbers packed() {
            if (packed == null) {
                throw new IllegalStateException("neither numbers nor packed ones");
            }
            return packed;
        }

        /// The same packed numbers, of which no array is known.
        Texts again() {
            return new Texts(packed(), count, entries);
        }

        private Texts copy(int from, int to) {
            return new Texts(read(from, to), to - from, entries);
        }

        private int[] read(int from, int to) {
            int[] known = ids;
            if (known != null) {
                return Arrays.copyOfRange(known, from, to);
            }
            int[] some = new int[to - from];
            packed().copy(from, to - from, some);
            return some;
        }

        private long bytes() {
            int[] known = ids;
            return (known == null ? packed().memoryBytes() : 4L * known.length) + entries.memoryBytes();
        }
    }

    /// 16-byte ids as two halves, big-endian.
    record Wides(long[] highs, long[] lows, int count) implements ColumnValues {}
}
