package dev.spanflame.block.parquet.statistics;

import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.table.ValueRange;
import org.jspecify.annotations.Nullable;

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
        return RangeFinder.numbers(
                Double.doubleToRawLongBits(min == 0 ? -0.0 : min), Double.doubleToRawLongBits(max == 0 ? 0.0 : max), 8);
    }
}
