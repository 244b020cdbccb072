package dev.spanflame.block.parquet.table;

import java.util.Arrays;

/// Smallest and largest value of a chunk or page, as Parquet's statistics hold them: numbers with the lowest byte
/// first, byte strings as they are. Both are bounds; where `exact` is false, they may be no value of the column (cut
/// to be short). The arrays must not be changed.
public record ValueRange(byte[] min, byte[] max, boolean minExact, boolean maxExact) {
    /// The bound as a number, for a column of numbers or truth values.
    public static long number(byte[] bound) {
        long value = bound.length > 0 ? bound[bound.length - 1] : 0;
        for (int i = bound.length - 2; i >= 0; i--) {
            value = value << 8 | (bound[i] & 0xff);
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ValueRange range
                && Arrays.equals(min, range.min)
                && Arrays.equals(max, range.max)
                && minExact == range.minExact
                && maxExact == range.maxExact;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(min) + Arrays.hashCode(max);
    }
}
