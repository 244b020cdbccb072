package dev.spanflame.block.parquet.statistics;

import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.ValueRange;
import org.jspecify.annotations.Nullable;

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
            RangeFinder.putId(min, low, 0);
            RangeFinder.putId(max, high, 0);
            return new ValueRange(low, high, true, true);
        }
        return RangeFinder.numbers(min, max, spec.type().width());
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
