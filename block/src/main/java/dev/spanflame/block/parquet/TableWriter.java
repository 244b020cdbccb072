package dev.spanflame.block.parquet;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.parquet.encoding.ByteBuilder;
import dev.spanflame.block.parquet.statistics.TextRangeFinder;
import dev.spanflame.block.parquet.table.ColumnEncoding;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.PageBounds;
import dev.spanflame.block.parquet.table.ReadLimits;
import dev.spanflame.block.parquet.table.RowGroupIndex;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.parquet.table.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes one Parquet file, row group by row group. Not thread-safe.
///
/// Pages go to the sink as they are made; of a finished row group nothing but the places and bounds of its pages
/// stays in memory. All columns of a row group end their pages at the same rows. After any exception the file is
/// useless and the writer must only be closed.
public final class TableWriter implements AutoCloseable {
    static final byte[] MAGIC = {'P', 'A', 'R', '1'};

    private final TableSchema schema;
    private final ByteSink sink;
    private final WriteOptions options;
    private final PageCompressor compressor;
    private final PageEncoder encoder;
    private final EncodingChooser chooser;
    private final List<ColumnChoice> choices = new ArrayList<>();
    private final TextRangeFinder.Seen seen = new TextRangeFinder.Seen();
    private final List<WrittenGroup> groups = new ArrayList<>();
    private final SortedMap<String, String> metadata = new TreeMap<>();
    private long position;
    private boolean unusable;
    private @Nullable RowGroupAppender appender;

    /// A finished row group.
    record WrittenGroup(PageBounds bounds, List<ChunkTally.Written> chunks) {
        RowGroupIndex index() {
            return new RowGroupIndex(
                    bounds, chunks.stream().map(ChunkTally.Written::index).toList());
        }
    }

    /// Begins a file.
    public TableWriter(TableSchema schema, ByteSink sink, WriteOptions options) throws IOException {
        this.schema = schema;
        this.sink = sink;
        this.options = options;
        this.compressor = new PageCompressor(options.effort());
        this.encoder = new PageEncoder(compressor, options);
        this.chooser = new EncodingChooser(options, compressor);
        schema.columns().forEach(_ -> choices.add(new ColumnChoice()));
        write(MAGIC, MAGIC.length);
    }

    /// The columns of the file.
    public TableSchema schema() {
        return schema;
    }

    /// Bytes written so far.
    public long position() {
        return position;
    }

    /// Stores a text in the footer, under a name that does not begin with `spanflame.`.
    public void metadata(String key, String value) {
        if (key.startsWith(FooterSeal.RESERVED)) {
            throw new IllegalArgumentException("metadata '" + key + "': names that begin with '" + FooterSeal.RESERVED
                    + "' are kept for the format");
        }
        metadata.put(key, value);
    }

    /// Writes all rows of `columns`, one for each column of the schema, as a row group with the pages that the
    /// layout of the options gives. Throws [IllegalArgumentException] for columns that do not fit the schema, and
    /// for no rows.
    public void writeRowGroup(List<ColumnData> columns) throws IOException {
        int rows = columns.isEmpty() ? 0 : columns.getFirst().rows();
        requireFit(columns, 0, rows);
        writeRowGroup(columns, options.layout().bounds(schema, columns, 0, rows));
    }

    /// Writes the rows of `bounds` of `columns` as a row group: so a row group can be a part of larger columns,
    /// without a copy.
    public void writeRowGroup(List<ColumnData> columns, PageBounds bounds) throws IOException {
        requireNothingPending();
        requireFit(columns, bounds.first(), bounds.last());
        for (int page = 0; page < bounds.pages(); page++) {
            if (bounds.rows(page) > ReadLimits.DEFAULT.pageRows()) {
                throw new IllegalArgumentException("page " + page + " has " + bounds.rows(page)
                        + " rows, readers accept " + ReadLimits.DEFAULT.pageRows());
            }
        }
        begin();
        List<ChunkTally.Written> chunks = new ArrayList<>(schema.size());
        for (int i = 0; i < schema.size(); i++) {
            chunks.add(writeChunk(i, columns.get(i), bounds));
        }
        add(bounds.fromZero(), chunks);
        done();
    }

    /// For tables with values too large to hold a row group of them in memory.
    public RowGroupAppender appender(RowGroupAppender.Limits limits) {
        requireNothingPending();
        RowGroupAppender opened = new RowGroupAppender(this, limits);
        appender = opened;
        return opened;
    }

    private ChunkTally.Written writeChunk(int index, ColumnData column, PageBounds bounds) throws IOException {
        ColumnSpec spec = schema.column(index);
        int firstValue = column.presence().rank(bounds.first());
        int lastValue = column.presence().rank(bounds.last());
        ColumnChoice choice = choices.get(index);
        choice.begin(lastValue - firstValue);
        ValueEncoder values = chooser.choose(spec, column.values(), firstValue, lastValue, choice);
        PageCompressor.Effort effort = chooser.effort(spec, values, firstValue, lastValue, choice);
        ChunkTally tally = tally(spec, values.encoding());
        long offset = position;
        if (values.encoding() == ColumnEncoding.DICTIONARY) {
            compressor.effort(options.dictionaryEffort());
            PageEncoder.Page page = encoder.dictionary(
                    chooser.dictionary().plain(), chooser.dictionary().size());
            tally.dictionary(page);
            write(page.bytes().array(), page.bytes().size());
        }
        long data = position;
        compressor.effort(effort);
        for (int i = 0; i < bounds.pages(); i++) {
            PageEncoder.Slice slice =
                    new PageEncoder.Slice(column.presence(), bounds.start(i), bounds.end(i), spec.optional());
            PageEncoder.Page page = encoder.data(slice, values);
            tally.data(page, slice, column.values());
            write(page.bytes().array(), page.bytes().size());
        }
        compressor.effort(options.effort());
        choice.end(position - data);
        return tally.finish(offset);
    }

    /// Writes indexes and footer and gives the index of the file; nothing can be written after it. An appender must
    /// be closed before.
    public TableIndex finish() throws IOException {
        requireNothingPending();
        begin();
        ByteBuilder tail = new FooterWriter(schema, groups, metadata, position).write();
        write(tail.array(), tail.size());
        return new TableIndex(schema, groups.stream().map(WrittenGroup::index).toList(), position, metadata);
    }

    /// Frees the compressor; does not close the sink.
    @Override
    public void close() {
        compressor.close();
    }

    void requireFit(List<ColumnData> columns, int from, int to) {
        if (columns.size() != schema.size()) {
            throw new IllegalArgumentException(columns.size() + " columns for a table of " + schema.size());
        }
        for (int i = 0; i < schema.size(); i++) {
            ColumnSpec spec = schema.column(i);
            ColumnData column = columns.get(i);
            if (from >= to || to > column.rows()) {
                throw new IllegalArgumentException("column '" + spec.name() + "' has " + column.rows()
                        + " rows, a row group of the rows [" + from + ", " + to + ") was asked for");
            }
            if (!spec.type().accepts(column.values())) {
                throw new IllegalArgumentException("column '" + spec.name() + "' is " + spec.type()
                        + " and cannot hold " + column.values().getClass().getSimpleName());
            }
            int nulls =
                    to - from - (column.presence().rank(to) - column.presence().rank(from));
            if (!spec.optional() && nulls > 0) {
                throw new IllegalArgumentException("column '" + spec.name() + "' must have a value in every row, but "
                        + nulls + " rows have none");
            }
        }
    }

    private void requireNothingPending() {
        if (appender != null && appender.isPending()) {
            throw new IllegalStateException("rows were appended, but their row group was not ended");
        }
    }

    boolean isUsable() {
        return !unusable;
    }

    /// From here to [#done] the file is in a state in which nothing else may be written.
    void begin() {
        if (unusable) {
            throw new IllegalStateException("the file is finished, or writing it has failed");
        }
        unusable = true;
    }

    void done() {
        unusable = false;
    }

    ChunkTally tally(ColumnSpec spec, ColumnEncoding encoding) {
        return new ChunkTally(spec, encoding, seen);
    }

    PageEncoder encoder() {
        return encoder;
    }

    EncodingChooser chooser() {
        return chooser;
    }

    WriteOptions options() {
        return options;
    }

    void add(PageBounds bounds, List<ChunkTally.Written> chunks) {
        groups.add(new WrittenGroup(bounds, chunks));
    }

    void write(byte[] bytes, int length) throws IOException {
        sink.write(bytes, 0, length);
        position += length;
    }
}
