package dev.spanflame.block.parquet.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects the dictionary and data pages that are wanted and tells which bytes to fetch, close ones together.
/// Not thread-safe.
///
/// A gap of 64 KiB is right for object stores, where a request costs more than the bytes between two pages.
public final class FetchPlan {
    /// Bytes between two wanted ranges up to which they are fetched as one.
    public static final int DEFAULT_GAP = 64 << 10;

    /// Ranges are not merged past this length, so that a whole table does not become one fetch.
    private static final int LONGEST_MERGED = 16 << 20;

    private final TableIndex index;
    private final List<ByteRange> wanted = new ArrayList<>();

    /// For one file.
    public FetchPlan(TableIndex index) {
        this.index = index;
    }

    /// Wants a whole chunk.
    public FetchPlan chunk(int group, int column) {
        wanted.add(index.group(group).chunk(column).bytes());
        return this;
    }

    /// Wants the dictionary page of a chunk, if it has one.
    public FetchPlan dictionary(int group, int column) {
        ByteRange bytes = index.group(group).chunk(column).dictionaryBytes();
        if (bytes.length() > 0) {
            wanted.add(bytes);
        }
        return this;
    }

    /// Wants the data page of a chunk that holds `row`, and its dictionary page.
    public FetchPlan row(int group, int column, int row) {
        int page = index.group(group).bounds().pageOf(row);
        return pages(group, column, page, page + 1);
    }

    /// Wants the data pages `[from, to)` of a chunk, and its dictionary page.
    public FetchPlan pages(int group, int column, int from, int to) {
        dictionary(group, column);
        return pagesAlone(group, column, from, to);
    }

    /// Wants the data pages `[from, to)` of a chunk, whose dictionary is known.
    public FetchPlan pagesAlone(int group, int column, int from, int to) {
        wanted.add(index.group(group).chunk(column).pageBytes(from, to));
        return this;
    }

    /// The ranges to fetch, ascending, without overlap, with gaps of more than `gap` bytes between them (or behind a
    /// range of 16 MiB).
    public List<ByteRange> ranges(int gap) {
        List<ByteRange> sorted = new ArrayList<>(wanted);
        sorted.sort(Comparator.comparingLong(ByteRange::offset).thenComparingLong(ByteRange::end));
        List<ByteRange> merged = new ArrayList<>();
        for (ByteRange next : sorted) {
            ByteRange last = merged.isEmpty() ? null : merged.getLast();
            if (last == null || !joins(last, next, gap)) {
                merged.add(next);
            } else {
                long end = Math.max(last.end(), next.end());
                merged.set(merged.size() - 1, new ByteRange(last.offset(), (int) (end - last.offset())));
            }
        }
        return merged;
    }

    /// [#ranges(int)] with [#DEFAULT_GAP].
    public List<ByteRange> ranges() {
        return ranges(DEFAULT_GAP);
    }

    /// Overlapping ranges are always joined, so that each wanted range lies in one fetched range.
    private static boolean joins(ByteRange last, ByteRange next, int gap) {
        if (next.offset() < last.end()) {
            return Math.max(last.end(), next.end()) - last.offset() <= Integer.MAX_VALUE;
        }
        return next.offset() - last.end() <= gap && next.end() - last.offset() <= LONGEST_MERGED;
    }
}
