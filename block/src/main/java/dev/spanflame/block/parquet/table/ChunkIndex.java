package dev.spanflame.block.parquet.table;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One column of one row group: where its dictionary page and its data pages lie, which follow each other without a
/// gap, and what they hold. Immutable.
public final class ChunkIndex {
    /// Null count of a page of which it is not known.
    public static final int UNKNOWN = -1;

    private final ColumnEncoding encoding;
    private final long offset;
    private final int[] starts;
    private final int[] nullCounts;
    private final long nulls;
    private final long uncompressedBytes;
    private final @Nullable ValueRange range;

    /// What is known of a chunk.
    ///
    /// `starts`: where each data page begins, counted from `offset`, and behind the last one the length of the
    /// chunk; the dictionary page, if there is one, is what lies before the first. `nullCounts`: rows without value
    /// of each page, or [#UNKNOWN]. `nulls`: of all pages. `uncompressedBytes`: of all pages with their headers.
    /// Throws [IllegalArgumentException] when the figures contradict each other.
    public record Figures(
            ColumnEncoding encoding,
            long offset,
            int[] starts,
            int[] nullCounts,
            long nulls,
            long uncompressedBytes,
            @Nullable ValueRange range) {}

    /// From its figures, which must not change afterwards.
    public ChunkIndex(Figures figures) {
        encoding = figures.encoding;
        offset = figures.offset;
        starts = figures.starts;
        nullCounts = figures.nullCounts;
        nulls = figures.nulls;
        uncompressedBytes = figures.uncompressedBytes;
        range = figures.range;
        if (starts.length != nullCounts.length + 1 || starts.length < 2 || starts[0] < 0) {
            throw new IllegalArgumentException("a chunk of " + nullCounts.length + " pages has " + starts.length
                    + " page bounds" + (starts.length > 0 ? " from " + starts[0] + " on" : ""));
        }
        for (int page = 0; page < nullCounts.length; page++) {
            if (starts[page + 1] <= starts[page]) {
                throw new IllegalArgumentException("page " + page + " of a chunk has no bytes");
            }
        }
        if ((starts[0] > 0) != (encoding == ColumnEncoding.DICTIONARY)) {
            throw new IllegalArgumentException(
                    "encoding " + encoding + " with a dictionary of " + starts[0] + " bytes");
        }
        if (offset < 0 || offset > Long.MAX_VALUE - Integer.MAX_VALUE || nulls < 0 || uncompressedBytes < 0) {
            throw new IllegalArgumentException(
                    "a chunk at " + offset + " with " + nulls + " nulls in " + uncompressedBytes + " bytes");
        }
    }

    /// How its values are written.
    public ColumnEncoding encoding() {
        return encoding;
    }

    /// Whether there is a dictionary page.
    public boolean hasDictionary() {
        return starts[0] > 0;
    }

    /// Number of data pages.
    public int pages() {
        return nullCounts.length;
    }

    /// Rows without a value, of all pages.
    public long nulls() {
        return nulls;
    }

    /// Rows without a value of a page, or [#UNKNOWN].
    public int nulls(int page) {
        return nullCounts[page];
    }

    /// Bytes of all pages before compression, headers included.
    public long uncompressedBytes() {
        return uncompressedBytes;
    }

    /// Smallest and largest value; empty when there is none or it is not known.
    public Optional<ValueRange> range() {
        return Optional.ofNullable(range);
    }

    /// Where the chunk lies.
    public ByteRange bytes() {
        return new ByteRange(offset, starts[starts.length - 1]);
    }

    /// Where the dictionary page lies; of no length when there is none.
    public ByteRange dictionaryBytes() {
        return new ByteRange(offset, starts[0]);
    }

    /// Where the data pages `[from, to)` lie.
    public ByteRange pageBytes(int from, int to) {
        return new ByteRange(offset + starts[from], starts[to] - starts[from]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChunkIndex chunk
                && encoding == chunk.encoding
                && offset == chunk.offset
                && nulls == chunk.nulls
                && uncompressedBytes == chunk.uncompressedBytes
                && Arrays.equals(starts, chunk.starts)
                && Arrays.equals(nullCounts, chunk.nullCounts)
                && Objects.equals(range, chunk.range);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(offset) + 31 * Arrays.hashCode(starts);
    }
}
