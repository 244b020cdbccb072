package dev.spanflame.block.column;

import java.util.Arrays;

/// Numbers in as many bytes as the span between the least and the largest of them needs: 0, 1, 2, 4, 6 or 8. Each
/// is kept as its distance to the least one, unsigned. Immutable.
sealed interface PackedNumbers {
    /// The first `count` of some numbers.
    static PackedNumbers of(long[] values, int count) {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, values[i]);
            most = Math.max(most, values[i]);
        }
        // unsigned: right even where the subtraction overflows
        int bits = count == 0 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(most - least);
        if (bits == 0) {
            return new Same(count == 0 ? 0 : least);
        }
        if (bits <= Byte.SIZE) {
            return Bytes.of(values, count, least);
        }
        if (bits <= Short.SIZE) {
            return Shorts.of(values, count, least);
        }
        if (bits <= Integer.SIZE) {
            return new Ints(Split.low(values, count, least), least);
        }
        return bits <= Integer.SIZE + Short.SIZE
                ? Split.of(values, count, least)
                : new Whole(Arrays.copyOf(values, count));
    }

    /// The first `count` of some numbers, all of which are 0 or more, as numbers of entries are.
    static PackedNumbers ofIds(int[] values, int count) {
        int most = 0;
        for (int i = 0; i < count; i++) {
            most = Math.max(most, values[i]);
        }
        if (most == 0) {
            return new Same(0);
        }
        if (most < 1 << Byte.SIZE) {
            return Bytes.of(values, count);
        }
        return most < 1 << Short.SIZE ? Shorts.of(values, count) : new Ints(Arrays.copyOf(values, count), 0);
    }

    /// The number at an index.
    long at(int index);

    /// Copies `count` numbers from `from` on to the beginning of `out`. Hot path.
    void copy(int from, int count, long[] out);

    /// The same for numbers that [#ofIds] took. Hot path.
    void copy(int from, int count, int[] out);

    /// Heap that they take, in bytes.
    long memoryBytes();

    /// One number, any number of times.
    record Same(long value) implements PackedNumbers {
        @Override
        public long at(int index) {
            return value;
        }

        @Override
        public void copy(int from, int count, long[] out) {
            Arrays.fill(out, 0, count, value);
        }

        @Override
        public void copy(int from, int count, int[] out) {
            Arrays.fill(out, 0, count, (int) value);
        }

        @Override
        public long memoryBytes() {
            return 0;
        }
    }

    /// Distances below 2 to the 8th.
    record Bytes(byte[] distances, long least) implements PackedNumbers {
        static Bytes of(long[] values, int count, long least) {
            byte[] distances = new byte[count];
            for (int i = 0; i < count; i++) {
                distances[i] = (byte) (values[i] - least);
            }
            return new Bytes(distances, least);
        }

        static Bytes of(int[] ids, int count) {
            byte[] distances = new byte[count];
            for (int i = 0; i < count; i++) {
                distances[i] = (byte) ids[i];
            }
            return new Bytes(distances, 0);
        }

        @Override
        public long at(int index) {
            return least + (distances[index] & 0xFF);
        }

        @Override
        public void copy(int from, int count, long[] out) {
            for (int i = 0; i < count; i++) {
                out[i] = least + (distances[from + i] & 0xFF);
            }
        }

        @Override
        public void copy(int from, int count, int[] out) {
            for (int i = 0; i < count; i++) {
                out[i] = distances[from + i] & 0xFF;
            }
        }

        @Override
        public long memoryBytes() {
            return distances.length;
        }
    }

    /// Distances below 2 to the 16th.
    record Shorts(short[] distances, long least) implements PackedNumbers {
        static Shorts of(long[] values, int count, long least) {
            short[] distances = new short[count];
            for (int i = 0; i < count; i++) {
                distances[i] = (short) (values[i] - least);
            }
            return new Shorts(distances, least);
        }

        static Shorts of(int[] ids, int count) {
            short[] distances = new short[count];
            for (int i = 0; i < count; i++) {
                distances[i] = (short) ids[i];
            }
            return new Shorts(distances, 0);
        }

        @Override
        public long at(int index) {
            return least + (distances[index] & 0xFFFF);
        }

        @Override
        public void copy(int from, int count, long[] out) {
            for (int i = 0; i < count; i++) {
                out[i] = least + (distances[from + i] & 0xFFFF);
            }
        }

        @Override
        public void copy(int from, int count, int[] out) {
            for (int i = 0; i < count; i++) {
                out[i] = distances[from + i] & 0xFFFF;
            }
        }

        @Override
        public long memoryBytes() {
            return (long) Short.BYTES * distances.length;
        }
    }

    /// Distances below 2 to the 32nd.
    record Ints(int[] distances, long least) implements PackedNumbers {
        @Override
        public long at(int index) {
            return least + Integer.toUnsignedLong(distances[index]);
        }

        @Override
        public void copy(int from, int count, long[] out) {
            for (int i = 0; i < count; i++) {
                out[i] = least + Integer.toUnsignedLong(distances[from + i]);
            }
        }

        @Override
        public void copy(int from, int count, int[] out) {
            System.arraycopy(distances, from, out, 0, count);
        }

        @Override
        public long memoryBytes() {
            return (long) Integer.BYTES * distances.length;
        }
    }

    /// Distances below 2 to the 48th: start times of an hour, say.
    record Split(int[] low, short[] high, long least) implements PackedNumbers {
        static Split of(long[] values, int count, long least) {
            short[] high = new short[count];
            for (int i = 0; i < count; i++) {
                high[i] = (short) (values[i] - least >>> Integer.SIZE);
            }
            return new Split(low(values, count, least), high, least);
        }

        static int[] low(long[] values, int count, long least) {
            int[] low = new int[count];
            for (int i = 0; i < count; i++) {
                low[i] = (int) (values[i] - least);
            }
            return low;
        }

        @Override
        public long at(int index) {
            return least + (Integer.toUnsignedLong(low[index]) | (high[index] & 0xFFFFL) << Integer.SIZE);
        }

        @Override
        public void copy(int from, int count, long[] out) {
            for (int i = 0; i < count; i++) {
                out[i] = at(from + i);
            }
        }

        @Override
        public void copy(int from, int count, int[] out) {
            throw new IllegalStateException("numbers of entries take 32 bits at most");
        }

        @Override
        public long memoryBytes() {
            return (long) (Integer.BYTES + Short.BYTES) * low.length;
        }
    }

    /// All other numbers, as they are.
    record Whole(long[] values) implements PackedNumbers {
        @Override
        public long at(int index) {
            return values[index];
        }

        @Override
        public void copy(int from, int count, long[] out) {
            System.arraycopy(values, from, out, 0, count);
        }

        @Override
        public void copy(int from, int count, int[] out) {
            throw new IllegalStateException("numbers of entries take 32 bits at most");
        }

        @Override
        public long memoryBytes() {
            return (long) Long.BYTES * values.length;
        }
    }
}
