package dev.spanflame.block.parquet;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.table.ChunkIndex;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.FetchPlan;
import dev.spanflame.block.parquet.table.PageBounds;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one column of one row group. Cheap to make; not thread-safe.
///
/// The dictionary page is read and decoded once. All texts read of a column with a dictionary share its entries, so a
/// predicate can be evaluated on each entry first, and then only ids are looked at; texts of a column without
/// dictionary have an entry for each value.
public final class ChunkReader {
    private final TableReader table;
    private final int group;
    private final int column;
    private final @Nullable FetchedPages fetched;
    private final ColumnSpec spec;
    private final ChunkIndex chunk;
    private final PageBounds bounds;
    private final PageReader pages;
    private @Nullable ColumnValues dictionary;

    ChunkReader(TableReader table, int group, int column, @Nullable FetchedPages fetched) {
        this.table = table;
        this.group = group;
        this.column = column;
        this.fetched = fetched;
        this.spec = table.index().schema().column(column);
        this.chunk = table.index().group(group).chunk(column);
        this.bounds = table.index().group(group).bounds();
        this.pages =
                new PageReader(spec, chunk.encoding(), new Place(table.name(), group, spec.name()), table.limits());
    }

    /// Takes `entries`, which were read before, for the dictionary, which then is not read again.
    public ChunkReader knowing(@Nullable ColumnValues entries) {
        dictionary = entries;
        return this;
    }

    /// What is known of the chunk.
    public ChunkIndex index() {
        return chunk;
    }

    /// Whether the column has a dictionary in this row group.
    public boolean hasDictionary() {
        return chunk.hasDictionary();
    }

    /// The dictionary: of texts an entry each, with the ids in order; empty when there is none. Reads no data page.
    public Optional<ColumnValues> dictionary() throws IOException {
        if (!chunk.hasDictionary()) {
            return Optional.empty();
        }
        return Optional.of(
                dictionary(fetched != null ? fetched : table.fetch(table.plan().dictionary(group, column))));
    }

    /// The entries of the dictionary of a column of texts; empty when there is none. Reads no data page.
    public Optional<ByteStrings> entries() throws IOException {
        return dictionary().map(values -> ((ColumnValues.Texts) values).entries());
    }

    /// All rows.
    public ColumnData read() throws IOException {
        return readPages(0, chunk.pages());
    }

    /// The rows `[from, to)`, of which there must be one; reads the pages that hold them, and of pages in which none of
    /// these rows has a value no more than that.
    public ColumnData read(int from, int to) throws IOException {
        if (from >= to) {
            throw new IndexOutOfBoundsException("rows [" + from + ", " + to + ")");
        }
        int first = bounds.pageOf(from);
        int last = bounds.pageOf(to - 1);
        int base = bounds.start(first);
        ColumnBuffer target = newBuffer();
        target.want(from - base, to - base);
        return readPages(first, last + 1, target).slice(from - base, to - base);
    }

    /// The rows of one page.
    public ColumnData page(int page) throws IOException {
        return readPages(page, page + 1);
    }

    /// The rows of the pages `[from, to)`.
    public ColumnData readPages(int from, int to) throws IOException {
        return readPages(from, to, newBuffer());
    }

    private ColumnBuffer newBuffer() {
        return new ColumnBuffer(spec, pages.place(), table.limits());
    }

    private ColumnData readPages(int from, int to, ColumnBuffer target) throws IOException {
        FetchedPages source = fetchedOf(from, to);
        if (chunk.hasDictionary()) {
            target.dictionary(() -> dictionary(source));
        }
        target.expect(bounds.end(to - 1) - bounds.start(from), expectedValues(from, to));
        for (int page = from; page < to; page++) {
            pages.data(page, source.slice(chunk.pageBytes(page, page + 1)), bounds.rows(page), target);
            int nulls = chunk.nulls(page);
            if (nulls != ChunkIndex.UNKNOWN && nulls != target.nullsOfLastPage()) {
                throw pages.place().damagedPage(page, target.nullsOfLastPage() + " rows have no value, not " + nulls);
            }
        }
        return target.toColumn();
    }

    private FetchedPages fetchedOf(int from, int to) throws IOException {
        FetchedPages source = fetched;
        if (source == null) {
            FetchPlan plan = table.plan();
            if (dictionary == null) {
                plan.pages(group, column, from, to);
            } else {
                plan.pagesAlone(group, column, from, to);
            }
            source = table.fetch(plan);
        }
        return source;
    }

    private int expectedValues(int from, int to) {
        int values = 0;
        for (int page = from; page < to; page++) {
            values += bounds.rows(page) - Math.max(0, chunk.nulls(page));
        }
        return values;
    }

    private ColumnValues dictionary(FetchedPages source) {
        ColumnValues known = dictionary;
        if (known == null) {
            known = pages.dictionary(source.slice(chunk.dictionaryBytes()));
            dictionary = known;
        }
        return known;
    }
}
