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

    /// Remembers which entries a page has, so that frequent ones are compared once. Not thread-safe.
    public static final class Seen {
        private int[] stamps = new int[0];
        private int stamp;

        /// Notes the entries `ids[from, to)` of a list of `entries`. Hot path.
        void mark(int[] ids, int from, int to, int entries) {
            stamp++;
            if (stamps.length < entries || stamp < 0) {
                stamps = new int[Math.max(stamps.length, entries)];
                stamp = 1;
            }
            for (int i = from; i < to; i++) {
                stamps[ids[i]] = stamp;
            }
        }

        /// Whether an entry was among those marked last. Hot path.
        boolean has(int entry) {
            return stamps[entry] == stamp;
        }
    }

    /// The smallest and the largest of the entries offered. Hot path.
    private static final class Bounds {
        private final ByteStrings entries;
        private int min;
        private int max;
        private long minHead;
        private long maxHead;

        Bounds(ByteStrings entries, int first) {
            this.entries = entries;
            min = first;
            max = first;
            minHead = entries.head(first);
            maxHead = minHead;
        }

        void offer(int id) {
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
        Bounds bounds = new Bounds(entries, ids[from]);
        if (entries.size() > to - from) {
            for (int i = from; i < to; i++) {
                bounds.offer(ids[i]);
            }
        } else {
            seen.mark(ids, from, to, entries.size());
            for (int id = 0; id < entries.size(); id++) {
                if (seen.has(id)) {
                    bounds.offer(id);
                }
            }
        }
        return pageRange(Head.of(entries, bounds.min), Head.of(entries, bounds.max));
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
