package dev.spanflame.block.parquet;

import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.statistics.RangeFinder;
import dev.spanflame.block.parquet.statistics.TextRangeFinder;
import dev.spanflame.block.parquet.table.ChunkIndex;
import dev.spanflame.block.parquet.table.ColumnEncoding;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.ValueRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Counts what is written of one chunk. Not thread-safe.
final class ChunkTally {
    private final ColumnEncoding encoding;
    private final RangeFinder finder;
    private final List<Optional<ValueRange>> ranges = new ArrayList<>();
    private int[] starts = new int[9];
    private int[] nullCounts = new int[8];
    private int pages;
    private long nulls;
    private long uncompressedBytes;
    private boolean rangesComplete = true;

    ChunkTally(ColumnSpec spec, ColumnEncoding encoding, TextRangeFinder.Seen seen) {
        this.encoding = encoding;
        this.finder = RangeFinder.of(spec, seen);
    }

    /// A finished chunk; `pageRanges` is empty when the chunk gets no column index, and has an empty range for each
    /// page without value.
    record Written(ChunkIndex index, List<Optional<ValueRange>> pageRanges) {}

    /// How the chunk is written.
    ColumnEncoding encoding() {
        return encoding;
    }

    /// Bytes before compression so far.
    long uncompressedBytes() {
        return uncompressedBytes;
    }

    /// Counts the dictionary page, which comes first.
    void dictionary(PageEncoder.Page page) {
        starts[0] = page.bytes().size();
        uncompressedBytes += page.uncompressedBytes();
    }

    /// Counts a data page.
    void data(PageEncoder.Page page, PageEncoder.Slice slice, ColumnValues values) {
        if (pages == nullCounts.length) {
            nullCounts = Arrays.copyOf(nullCounts, pages * 2);
            starts = Arrays.copyOf(starts, pages * 2 + 1);
        }
        int first = slice.firstValue();
        int last = slice.lastValue();
        starts[pages + 1] = Math.addExact(starts[pages], page.bytes().size());
        nullCounts[pages++] = slice.rows() - (last - first);
        nulls += slice.rows() - (last - first);
        uncompressedBytes += page.uncompressedBytes();
        ValueRange range = finder.page(values, first, last);
        ranges.add(Optional.ofNullable(range));
        rangesComplete &= range != null || first == last;
    }

    /// The chunk as it was written at `offset`.
    Written finish(long offset) {
        ChunkIndex index = new ChunkIndex(new ChunkIndex.Figures(
                encoding,
                offset,
                Arrays.copyOf(starts, pages + 1),
                Arrays.copyOf(nullCounts, pages),
                nulls,
                uncompressedBytes,
                finder.chunk()));
        return new Written(index, rangesComplete ? ranges : List.of());
    }
}
