package dev.spanflame.block.parquet;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.parquet.table.ColumnEncoding;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.PageBounds;
import dev.spanflame.block.parquet.table.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes a table of large values page by page. Not thread-safe.
///
/// Only the compressed pages of the row group at hand are kept until it reaches its limits and is written; the rows
/// given to [#append] are not. There are no dictionaries: they can only be made from all rows of a row group.
public final class RowGroupAppender implements AutoCloseable {
    private final TableWriter writer;
    private final Limits limits;
    private final List<PendingChunk> chunks = new ArrayList<>();
    private int[] bounds = new int[16];
    private int pages;
    private long bytes;

    /// When a row group ends: before it would get more than `rows` rows, and after its plain bytes reached `bytes`.
    public record Limits(int rows, long bytes) {
        /// 65,536 rows or 128 MiB.
        public static final Limits DEFAULT = new Limits(1 << 16, 128 << 20);
    }

    /// A chunk of the row group at hand.
    private record PendingChunk(ChunkTally tally, List<byte[]> pages) {}

    RowGroupAppender(TableWriter writer, Limits limits) {
        this.writer = writer;
        this.limits = limits;
    }

    /// Writes all rows of `columns`, one for each column of the schema, as one or more pages: each call ends a page,
    /// so give about as many rows as a page should have. Throws [IllegalArgumentException] for columns that do not
    /// fit the schema, and for no rows.
    public void append(List<ColumnData> columns) throws IOException {
        int rows = columns.isEmpty() ? 0 : columns.getFirst().rows();
        writer.requireFit(columns, 0, rows);
        writer.begin();
        PageBounds pageBounds = writer.options().layout().bounds(writer.schema(), columns, 0, rows);
        for (int page = 0; page < pageBounds.pages(); page++) {
            if (pages > 0 && ((long) bounds[pages] + pageBounds.rows(page) > limits.rows || bytes >= limits.bytes)) {
                writePending();
            }
            appendPage(columns, pageBounds.start(page), pageBounds.end(page));
        }
        writer.done();
    }

    private void appendPage(List<ColumnData> columns, int from, int to) throws IOException {
        TableSchema schema = writer.schema();
        for (int i = 0; i < schema.size(); i++) {
            ColumnSpec spec = schema.column(i);
            ColumnData column = columns.get(i);
            PageEncoder.Slice slice = new PageEncoder.Slice(column.presence(), from, to, spec.optional());
            if (pages == 0) {
                ColumnEncoding encoding = writer.chooser()
                        .chooseWithoutDictionary(spec, column.values(), slice.firstValue(), slice.lastValue());
                chunks.add(new PendingChunk(writer.tally(spec, encoding), new ArrayList<>()));
            }
            PendingChunk chunk = chunks.get(i);
            long before = chunk.tally.uncompressedBytes();
            ValueEncoder values = ValueEncoder.of(chunk.tally.encoding(), spec.type(), column.values());
            PageEncoder.Page page = writer.encoder().data(slice, values);
            chunk.tally.data(page, slice, column.values());
            chunk.pages.add(page.bytes().toByteArray());
            bytes += chunk.tally.uncompressedBytes() - before;
        }
        if (pages + 2 > bounds.length) {
            bounds = Arrays.copyOf(bounds, bounds.length * 2);
        }
        bounds[pages + 1] = bounds[pages] + to - from;
        pages++;
    }

    /// Writes the row group at hand, if it has rows; the next append begins a new one.
    public void endRowGroup() throws IOException {
        writer.begin();
        writePending();
        writer.done();
    }

    boolean isPending() {
        return pages > 0;
    }

    private void writePending() throws IOException {
        if (pages == 0) {
            return;
        }
        List<ChunkTally.Written> written = new ArrayList<>();
        for (PendingChunk chunk : chunks) {
            long offset = writer.position();
            for (byte[] page : chunk.pages) {
                writer.write(page, page.length);
            }
            written.add(chunk.tally.finish(offset));
        }
        writer.add(PageBounds.of(Arrays.copyOf(bounds, pages + 1)), written);
        chunks.clear();
        pages = 0;
        bytes = 0;
    }

    /// Ends the row group at hand, unless writing has failed; the file goes on.
    @Override
    public void close() throws IOException {
        if (writer.isUsable()) {
            endRowGroup();
        }
    }
}
