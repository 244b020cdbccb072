package dev.spanflame.block.parquet.statistics;

import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.table.ValueRange;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
        return high == otherHigh ? Long.compareUnsigned(low, otherLow) < 0 : Long.compareUnsigned(high, otherHigh) < 0;
    }

    private static byte[] bytes(long high, long low) {
        byte[] bytes = new byte[16];
        RangeFinder.putId(high, bytes, 0);
        RangeFinder.putId(low, bytes, 8);
        return bytes;
    }
}
