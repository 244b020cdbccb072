package dev.spanflame.block.parquet;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.parquet.table.ByteRange;
import dev.spanflame.block.parquet.table.ChunkIndex;
import dev.spanflame.block.parquet.table.FetchPlan;
import dev.spanflame.block.parquet.table.PageBounds;
import dev.spanflame.block.parquet.table.ReadLimits;
import dev.spanflame.block.parquet.table.RowGroupIndex;
import dev.spanflame.block.parquet.table.TableIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads a file that [TableWriter] wrote. Immutable, thread-safe; holds nothing but the index.
///
/// Reading many columns or pages at once: make a [FetchPlan], [#fetch] it, then take the [ChunkReader]s over what was
/// fetched. Bytes that cannot be what they claim to be are a [dev.spanflame.model.BackendException] of kind CORRUPT
/// that names file, column and page; failures of the storage are [IOException]s.
public final class TableReader {
    private final String name;
    private final TableIndex index;
    private final RangeReader source;
    private final ReadLimits limits;

    /// Over a file whose index is known; `name` is for error messages. Throws
    /// [dev.spanflame.model.BackendException] of kind CORRUPT for an index beyond the limits.
    public TableReader(String name, TableIndex index, RangeReader source, ReadLimits limits) {
        requireWithin(name, index, limits);
        this.name = name;
        this.index = index;
        this.source = source;
        this.limits = limits;
    }

    /// Over a file of `fileBytes` bytes that is its own index: reads footer, offset and column indexes.
    public static TableReader open(String name, RangeReader source, long fileBytes, ReadLimits limits)
            throws IOException {
        return new TableReader(name, new FooterReader(name, source, fileBytes, limits).read(), source, limits);
    }

    /// Pages too large are refused here, so that no storage is asked to find memory for them.
    private static void requireWithin(String name, TableIndex index, ReadLimits limits) {
        if (index.schema().size() > limits.columns()) {
            throw Place.damagedFooter(
                    name, index.schema().size() + " columns, at most " + limits.columns() + " are read");
        }
        for (int group = 0; group < index.groups().size(); group++) {
            RowGroupIndex rowGroup = index.group(group);
            boolean isKnown = rowGroup.bounds().rows() <= limits.pageRows()
                    && rowGroup.isKnownWithin(limits.pageBytes(), limits.dictionaryBytes());
            for (int column = 0; !isKnown && column < index.schema().size(); column++) {
                Place place =
                        new Place(name, group, index.schema().column(column).name());
                requireWithin(place, rowGroup.chunk(column), rowGroup.bounds(), limits);
            }
        }
    }

    private static void requireWithin(Place place, ChunkIndex chunk, PageBounds bounds, ReadLimits limits) {
        int dictionaryBytes = chunk.dictionaryBytes().length();
        if (dictionaryBytes > limits.dictionaryBytes() + PageReader.MAX_HEADER_BYTES) {
            throw place.damagedDictionary("it has " + dictionaryBytes + " bytes");
        }
        for (int page = 0; page < chunk.pages(); page++) {
            int bytes = chunk.pageBytes(page, page + 1).length();
            int rows = bounds.rows(page);
            if (bytes > limits.pageBytes() + PageReader.MAX_HEADER_BYTES || rows > limits.pageRows()) {
                throw place.damagedPage(page, "it has " + bytes + " bytes and " + rows + " rows");
            }
        }
    }

    /// What is known of the file.
    public TableIndex index() {
        return index;
    }

    /// An empty plan of what to fetch.
    public FetchPlan plan() {
        return new FetchPlan(index);
    }

    /// Fetches the ranges of a plan one after the other; throws [dev.spanflame.model.BackendException] of kind
    /// TOO_LARGE for a range beyond the limit for a column.
    public FetchedPages fetch(FetchPlan plan) throws IOException {
        return fetch(plan, FetchPlan.DEFAULT_GAP);
    }

    /// The same with ranges joined over gaps of up to `gap` bytes.
    public FetchedPages fetch(FetchPlan plan, int gap) throws IOException {
        List<ByteRange> ranges = plan.ranges(gap);
        List<byte[]> bytes = new ArrayList<>(ranges.size());
        for (ByteRange range : ranges) {
            if (range.length() > limits.columnBytes()) {
                throw Place.rangeTooLarge(name, range, limits.columnBytes());
            }
            bytes.add(source.read(range.offset(), range.length()));
        }
        return FetchedPages.of(name, ranges, bytes);
    }

    /// A reader of one column of a row group that fetches what it needs with each call.
    public ChunkReader chunk(int group, int column) {
        return new ChunkReader(this, group, column, null);
    }

    /// A reader of one column of a row group over pages that were fetched before.
    public ChunkReader chunk(int group, int column, FetchedPages fetched) {
        return new ChunkReader(this, group, column, fetched);
    }

    /// All rows of one column of a row group.
    public ColumnData read(int group, int column) throws IOException {
        return chunk(group, column).read();
    }

    /// Name of the file, as errors tell it.
    public String name() {
        return name;
    }

    ReadLimits limits() {
        return limits;
    }
}
