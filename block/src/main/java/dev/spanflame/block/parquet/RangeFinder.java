package dev.spanflame.block.parquet;

import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.ValueRange;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Finds the smallest and largest value of each page of a chunk and of the chunk, in the order Parquet gives the
/// type. Not thread-safe.
interface RangeFinder {
    /// Range of the values `[from, to)` of a page, short enough for a column index; null when there is none.
    @Nullable
    ValueRange page(ColumnValues values, int from, int to);

    /// Range of all pages so far; null when there is none.
    @Nullable
    ValueRange chunk();

    /// For a chunk of a column; `seen` is shared by all chunks of a file.
    static RangeFinder of(ColumnSpec spec, TextRangeFinder.Seen seen) {
        return switch (spec.type()) {
            case BYTE_ARRAY -> new TextRangeFinder(spec, seen);
            case FIXED_16 -> new WideRangeFinder();
            case DOUBLE -> new DoubleRangeFinder();
            case BOOLEAN, INT32, INT64, FIXED_8 -> new NumberRangeFinder(spec);
        };
    }

    /// The range of a number stored in `width` bytes, the lowest first.
    static ValueRange numbers(long min, long max, int width) {
        return new ValueRange(lowFirst(min, width), lowFirst(max, width), true, true);
    }

    private static byte[] lowFirst(long value, int width) {
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (value >>> 8 * i);
        }
        return bytes;
    }

    /// Writes an id at `at`, the highest byte first.
    static void putId(long id, byte[] target, int at) {
        for (int i = 0; i < 8; i++) {
            target[at + i] = (byte) (id >>> 56 - 8 * i);
        }
    }

    /// Integers, truth values and 8-byte ids.
    final class NumberRangeFinder implements RangeFinder {
        private final ColumnSpec spec;
        /// Turns unsigned order into signed order.
        private final long flip;

        private long chunkMin = Long.MAX_VALUE;
        private long chunkMax = Long.MIN_VALUE;

        NumberRangeFinder(ColumnSpec spec) {
            this.spec = spec;
            this.flip = spec.isUnsigned() ? Long.MIN_VALUE : 0;
        }

        @Override
        public @Nullable ValueRange page(ColumnValues values, int from, int to) {
            long[] longs = ((ColumnValues.Longs) values).values();
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            for (int i = from; i < to; i++) {
                long value = longs[i] ^ flip;
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
            chunkMin = Math.min(min, chunkMin);
            chunkMax = Math.max(max, chunkMax);
            return from == to ? null : range(min ^ flip, max ^ flip);
        }

        @Override
        public @Nullable ValueRange chunk() {
            return chunkMin > chunkMax ? null : range(chunkMin ^ flip, chunkMax ^ flip);
        }

        private ValueRange range(long min, long max) {
            requireFits(min);
            requireFits(max);
            if (spec.type() == PhysicalType.FIXED_8) {
                byte[] low = new byte[8];
                byte[] high = new byte[8];
                putId(min, low, 0);
                putId(max, high, 0);
                return new ValueRange(low, high, true, true);
            }
            return numbers(min, max, spec.type().width());
        }

        private void requireFits(long value) {
            boolean fits = switch (spec.type()) {
                case BOOLEAN -> value >>> 1 == 0;
                case INT32 -> spec.isUnsigned() ? value >>> 32 == 0 : value == (int) value;
                case INT64, DOUBLE, BYTE_ARRAY, FIXED_8, FIXED_16 -> true;
            };
            if (!fits) {
                throw new IllegalArgumentException(
                        "column '" + spec.name() + "': the value " + value + " does not fit " + spec.type());
            }
        }
    }

    /// Floating-point numbers. A chunk with a NaN has no range: readers do not agree where it belongs in the order.
    final class DoubleRangeFinder implements RangeFinder {
        private double chunkMin = Double.POSITIVE_INFINITY;
        private double chunkMax = Double.NEGATIVE_INFINITY;
        private boolean hasValues;
        private boolean hasNaN;

        @Override
        public @Nullable ValueRange page(ColumnValues values, int from, int to) {
            long[] longs = ((ColumnValues.Longs) values).values();
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            for (int i = from; i < to; i++) {
                double value = Double.longBitsToDouble(longs[i]);
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
            chunkMin = Math.min(min, chunkMin);
            chunkMax = Math.max(max, chunkMax);
            hasValues |= from < to;
            hasNaN |= Double.isNaN(min);
            return from == to || Double.isNaN(min) ? null : range(min, max);
        }

        @Override
        public @Nullable ValueRange chunk() {
            return hasNaN || !hasValues ? null : range(chunkMin, chunkMax);
        }

        /// The format wants zeros as the bound that includes both of them.
        private static ValueRange range(double min, double max) {
            return numbers(
                    Double.doubleToRawLongBits(min == 0 ? -0.0 : min),
                    Double.doubleToRawLongBits(max == 0 ? 0.0 : max),
                    8);
        }
    }

    /// 16-byte ids.
    final class WideRangeFinder implements RangeFinder {
        private byte @Nullable [] chunkMin;
        private byte @Nullable [] chunkMax;

        @Override
        public @Nullable ValueRange page(ColumnValues values, int from, int to) {
            if (from == to) {
                return null;
            }
            ColumnValues.Wides wides = (ColumnValues.Wides) values;
            long[] highs = wides.highs();
            long[] lows = wides.lows();
            int min = from;
            int max = from;
            for (int i = from + 1; i < to; i++) {
                if (isBelow(highs[i], lows[i], highs[min], lows[min])) {
                    min = i;
                } else if (isBelow(highs[max], lows[max], highs[i], lows[i])) {
                    max = i;
                }
            }
            byte[] low = bytes(highs[min], lows[min]);
            byte[] high = bytes(highs[max], lows[max]);
            chunkMin = chunkMin == null || Arrays.compareUnsigned(low, chunkMin) < 0 ? low : chunkMin;
            chunkMax = chunkMax == null || Arrays.compareUnsigned(high, chunkMax) > 0 ? high : chunkMax;
            return new ValueRange(low, high, true, true);
        }

        @Override
        public @Nullable ValueRange chunk() {
            return chunkMin == null || chunkMax == null ? null : new ValueRange(chunkMin, chunkMax, true, true);
        }

        private static boolean isBelow(long high, long low, long otherHigh, long otherLow) {
            return high == otherHigh
                    ? Long.compareUnsigned(low, otherLow) < 0
                    : Long.compareUnsigned(high, otherHigh) < 0;
        }

        private static byte[] bytes(long high, long low) {
            byte[] bytes = new byte[16];
            putId(high, bytes, 0);
            putId(low, bytes, 8);
            return bytes;
        }
    }
}
