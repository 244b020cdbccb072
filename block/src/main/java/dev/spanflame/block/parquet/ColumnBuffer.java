package dev.spanflame.block.parquet;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.parquet.encoding.ByteCursor;
import dev.spanflame.block.parquet.encoding.ByteSplit;
import dev.spanflame.block.parquet.encoding.DamagedException;
import dev.spanflame.block.parquet.encoding.DeltaDecoder;
import dev.spanflame.block.parquet.encoding.HybridDecoder;
import dev.spanflame.block.parquet.encoding.PlainNumbers;
import dev.spanflame.block.parquet.encoding.PlainTexts;
import dev.spanflame.block.parquet.encoding.PresenceDecoder;
import dev.spanflame.block.parquet.encoding.TextBuilder;
import dev.spanflame.block.parquet.table.ColumnEncoding;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.ReadLimits;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decodes page after page into one growing column. Not thread-safe.
final class ColumnBuffer {
    private static final int TRUSTED = 1 << 18;

    private final ColumnSpec spec;
    private final Place place;
    private final ReadLimits limits;
    private final TextBuilder texts = new TextBuilder();
    private @Nullable Supplier<ColumnValues> dictionary;
    private @Nullable ColumnValues entries;
    private long[] words = new long[0];
    private long[] longs = new long[0];
    private long[] lows = new long[0];
    private int[] ids = new int[0];
    private int rowsExpected;
    private int valuesExpected;
    private int rows;
    private int count;
    private int nullsOfLastPage;
    private int wantedFrom;
    private int wantedTo = Integer.MAX_VALUE;

    ColumnBuffer(ColumnSpec spec, Place place, ReadLimits limits) {
        this.spec = spec;
        this.place = place;
        this.limits = limits;
    }

    /// Sets where the entries are that ids refer to; asked when there is an id.
    void dictionary(Supplier<ColumnValues> source) {
        dictionary = source;
    }

    /// Announces that only the rows `[from, to)` will be looked at: a page in which none of them has a value is
    /// taken for one without any.
    void want(int from, int to) {
        wantedFrom = from;
        wantedTo = to;
    }

    /// Announces how many rows and values will come, so that memory is taken once.
    void expect(int expectedRows, int expectedValues) {
        rowsExpected = expectedRows;
        valuesExpected = expectedValues;
    }

    /// Rows without value in the page that was decoded last.
    int nullsOfLastPage() {
        return nullsOfLastPage;
    }

    /// Decodes the content of a data page.
    void page(ByteCursor in, ColumnEncoding encoding, int pageRows) throws DamagedException {
        int pageValues = pageRows;
        if (spec.optional()) {
            int needed = Presence.words(rows + pageRows) + 1;
            if (words.length < needed) {
                words = Arrays.copyOf(words, capacity(needed, Presence.words(rowsExpected) + 1));
            }
            ByteCursor levels = in.slice(in.readInt());
            pageValues = PresenceDecoder.decode(levels, words, rows, pageRows);
        }
        nullsOfLastPage = pageRows - pageValues;
        int first = rows;
        rows += pageRows;
        if (pageValues > 0 && spec.optional() && !isWanted(first)) {
            clear(first);
            return;
        }
        switch (encoding) {
            case PLAIN -> plain(in, pageValues);
            case DICTIONARY -> ids(in, pageValues);
            case BYTE_STREAM_SPLIT -> {
                reserveNumbers(pageValues);
                ByteSplit.decode(in, spec.type().width(), longs, count, pageValues);
            }
            case DELTA -> {
                reserveNumbers(pageValues);
                DeltaDecoder.decode(in, spec.type().width(), longs, count, pageValues);
            }
        }
        in.requireEnd();
        zeroExtend(count, count + pageValues);
        count += pageValues;
    }

    /// Whether a wanted row of the page that begins with row `first` and was added last has a value.
    private boolean isWanted(int first) {
        int from = Math.max(first, wantedFrom);
        int to = Math.min(rows, wantedTo);
        for (int row = from; row < to; row = (row | 63) + 1) {
            long wanted = words[row >>> 6] & -1L << row;
            int left = to - (row & ~63);
            if ((left < 64 ? wanted & -1L >>> -left : wanted) != 0) {
                return true;
            }
        }
        return false;
    }

    /// Takes the values from the rows from `first` on.
    private void clear(int first) {
        int word = first >>> 6;
        words[word] &= ~(-1L << first);
        Arrays.fill(words, word + 1, Presence.words(rows), 0);
    }

    /// Decodes the content of a dictionary page.
    void values(ByteCursor in, int entries) throws DamagedException {
        plain(in, entries);
        in.requireEnd();
        zeroExtend(0, entries);
        rows = entries;
        count = entries;
    }

    private void plain(ByteCursor in, int values) throws DamagedException {
        switch (spec.type()) {
            case BYTE_ARRAY -> {
                requireMemory(texts.totalBytes() + (long) in.remaining() + 4L * (count + values));
                PlainTexts.decode(in, values, texts);
            }
            case FIXED_16 -> {
                reserveWides(values);
                PlainNumbers.decodeIds(in, longs, lows, count, values);
            }
            case FIXED_8 -> {
                reserveNumbers(values);
                PlainNumbers.decodeIds(in, longs, count, values);
            }
            case BOOLEAN -> {
                reserveNumbers(values);
                PlainNumbers.decodeBits(in, longs, count, values);
            }
            case INT32, INT64, DOUBLE -> {
                reserveNumbers(values);
                PlainNumbers.decode(in, spec.type().width(), longs, count, values);
            }
        }
    }

    private void ids(ByteCursor in, int values) throws DamagedException {
        int width = in.readByte();
        if (width > 32) {
            throw new DamagedException("ids of " + width + " bits");
        }
        ColumnValues entries = entries();
        boolean isText = entries instanceof ColumnValues.Texts;
        int at = isText ? count : 0;
        if (ids.length < at + values) {
            requireMemory(4L * (at + values));
            ids = Arrays.copyOf(ids, isText ? capacity(at + values, valuesExpected) : values);
        }
        HybridDecoder.decode(in, width, ids, at, values);
        HybridDecoder.requireBelow(ids, at, at + values, entries.count());
        switch (entries) {
            case ColumnValues.Texts _ -> {}
            case ColumnValues.Longs known -> {
                reserveNumbers(values);
                lookUp(known.values(), longs, values);
            }
            case ColumnValues.Wides known -> {
                reserveWides(values);
                lookUp(known.highs(), longs, values);
                lookUp(known.lows(), lows, values);
            }
        }
    }

    private ColumnValues entries() throws DamagedException {
        ColumnValues known = entries;
        if (known == null) {
            Supplier<ColumnValues> source = dictionary;
            if (source == null) {
                throw new DamagedException("it has ids, but there is no dictionary");
            }
            known = source.get();
            entries = known;
        }
        return known;
    }

    private void lookUp(long[] entries, long[] target, int values) {
        for (int i = 0; i < values; i++) {
            target[count + i] = entries[ids[i]];
        }
    }

    private void reserveNumbers(int values) {
        if (longs.length < count + values) {
            requireMemory(8L * (count + values));
            longs = Arrays.copyOf(longs, capacity(count + values, valuesExpected));
        }
    }

    private void reserveWides(int values) {
        reserveNumbers(values);
        if (lows.length < count + values) {
            requireMemory(16L * (count + values));
            lows = Arrays.copyOf(lows, longs.length);
        }
    }

    /// What was announced is believed up to a point; past it memory grows with what was decoded.
    private static int capacity(int needed, int expected) {
        return Math.max(needed, expected <= TRUSTED ? expected : (int) Math.min(expected, needed * 2L));
    }

    private void requireMemory(long bytes) {
        if (bytes > limits.columnBytes()) {
            throw place.tooLarge(bytes, limits.columnBytes());
        }
    }

    /// Numbers are decoded sign-extended.
    private void zeroExtend(int from, int to) {
        if (spec.type() == PhysicalType.INT32 && spec.isUnsigned()) {
            for (int i = from; i < to; i++) {
                longs[i] &= 0xffff_ffffL;
            }
        }
    }

    /// The column so far; the buffer must not be used after it.
    ColumnData toColumn() {
        Presence presence = !spec.optional() || count == rows ? Presence.all(rows) : Presence.of(rows, words);
        return new ColumnData(presence, toValues());
    }

    private ColumnValues toValues() {
        return switch (spec.type()) {
            case BYTE_ARRAY -> {
                if (entries instanceof ColumnValues.Texts known) {
                    yield new ColumnValues.Texts(ids, count, known.entries());
                }
                ByteStrings strings = texts.strings();
                int[] each = new int[count];
                for (int i = 0; i < count; i++) {
                    each[i] = i;
                }
                yield new ColumnValues.Texts(each, count, strings);
            }
            case FIXED_16 -> new ColumnValues.Wides(longs, lows, count);
            case BOOLEAN, INT32, INT64, DOUBLE, FIXED_8 -> new ColumnValues.Longs(longs, count);
        };
    }
}
