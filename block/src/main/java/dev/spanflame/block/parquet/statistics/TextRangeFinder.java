package dev.spanflame.block.parquet.statistics;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.block.parquet.table.ValueRange;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Ranges of byte strings, in the order of their unsigned bytes, cut to [#CHUNK_BYTES] and [#PAGE_BYTES].
public final class TextRangeFinder implements RangeFinder {
    /// Longest bound of a chunk.
    static final int CHUNK_BYTES = 64;

    /// Longest bound of a page: there are many pages, and a column index only has to tell them apart.
    static final int PAGE_BYTES = 8;

    private final boolean utf8;
    private final Seen seen;
    private @Nullable Head chunkMin;
    private @Nullable Head chunkMax;

    TextRangeFinder(ColumnSpec spec, Seen seen) {
        this.utf8 = spec.logical() == LogicalType.STRING;
        this.seen = seen;
    }

    /// Remembers which entries were already looked at in a page, so that frequent ones are compared once.
    public static final class Seen {
        private int[] stamps = new int[0];
        private int stamp;

        void clear(int entries) {
            stamp++;
            if (stamps.length < entries || stamp < 0) {
                stamps = new int[Math.max(stamps.length, entries)];
                stamp = 1;
            }
        }

        boolean add(int entry) {
            boolean fresh = stamps[entry] != stamp;
            stamps[entry] = stamp;
            return fresh;
        }
    }

    /// The first bytes of a string, up to [#CHUNK_BYTES], and whether there are more.
    private record Head(byte[] bytes, boolean isCut) {
        static Head of(ByteStrings entries, int id) {
            int from = entries.offset(id);
            int length = entries.length(id);
            return new Head(
                    Arrays.copyOfRange(entries.bytes(), from, from + Math.min(length, CHUNK_BYTES)),
                    length > CHUNK_BYTES);
        }

        /// Of two strings with the same first bytes the one that was cut counts as the larger one.
        boolean isBelow(Head other) {
            int order = Arrays.compareUnsigned(bytes, other.bytes);
            return order < 0 || (order == 0 && !isCut && other.isCut);
        }
    }

    @Override
    public @Nullable ValueRange page(ColumnValues values, int from, int to) {
        if (from == to) {
            return null;
        }
        ColumnValues.Texts texts = (ColumnValues.Texts) values;
        ByteStrings entries = texts.entries();
        int[] ids = texts.ids();
        seen.clear(entries.size());
        int min = ids[from];
        int max = min;
        long minHead = entries.head(min);
        long maxHead = minHead;
        for (int i = from; i < to; i++) {
            int id = ids[i];
            if (!seen.add(id)) {
                continue;
            }
            long head = entries.head(id);
            int low = Long.compareUnsigned(head, minHead);
            if (low < 0 || (low == 0 && entries.compare(id, entries, min) < 0)) {
                min = id;
                minHead = head;
            }
            int high = Long.compareUnsigned(head, maxHead);
            if (high > 0 || (high == 0 && entries.compare(id, entries, max) > 0)) {
                max = id;
                maxHead = head;
            }
        }
        return pageRange(Head.of(entries, min), Head.of(entries, max));
    }

    private @Nullable ValueRange pageRange(Head min, Head max) {
        chunkMin = chunkMin == null || min.isBelow(chunkMin) ? min : chunkMin;
        chunkMax = chunkMax == null || chunkMax.isBelow(max) ? max : chunkMax;
        return range(min, max, PAGE_BYTES);
    }

    @Override
    public @Nullable ValueRange chunk() {
        return chunkMin == null || chunkMax == null ? null : range(chunkMin, chunkMax, CHUNK_BYTES);
    }

    private @Nullable ValueRange range(Head min, Head max, int limit) {
        boolean minExact = !min.isCut && min.bytes.length <= limit;
        boolean maxExact = !max.isCut && max.bytes.length <= limit;
        byte[] lower = minExact ? min.bytes : TextBounds.lower(min.bytes, limit, utf8);
        byte[] upper = maxExact ? max.bytes : TextBounds.upper(max.bytes, limit, utf8);
        return upper == null ? null : new ValueRange(lower, upper, minExact, maxExact);
    }
}
