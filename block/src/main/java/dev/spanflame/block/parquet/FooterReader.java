package dev.spanflame.block.parquet;

import static dev.spanflame.block.parquet.ThriftNames.required;

import dev.spanflame.block.parquet.encoding.ByteCursor;
import dev.spanflame.block.parquet.encoding.DamagedException;
import dev.spanflame.block.parquet.table.ChunkIndex;
import dev.spanflame.block.parquet.table.ColumnEncoding;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.PageBounds;
import dev.spanflame.block.parquet.table.ReadLimits;
import dev.spanflame.block.parquet.table.RowGroupIndex;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.parquet.table.TableSchema;
import dev.spanflame.block.parquet.table.ValueRange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.InvalidParquetMetadataException;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/// Makes a [TableIndex] of the footer of a file that [TableWriter] wrote, and of its offset and column indexes.
final class FooterReader {
    private static final int FIRST_READ = 128 << 10;
    private static final int TRAILER = 8;
    private static final int MAX_ELEMENTS = 8 << 20;

    private final String name;
    private final RangeReader source;
    private final long fileBytes;
    private final ReadLimits limits;
    private long tailOffset;
    private byte[] tail = new byte[0];

    FooterReader(String name, RangeReader source, long fileBytes, ReadLimits limits) {
        this.name = name;
        this.source = source;
        this.fileBytes = fileBytes;
        this.limits = limits;
    }

    /// Reads and checks all of it; throws [dev.spanflame.model.BackendException] of kind CORRUPT.
    TableIndex read() throws IOException {
        try {
            return index(fileMetaData());
        } catch (DamagedException | IllegalArgumentException | ArithmeticException e) {
            throw Place.damagedFooter(name, String.valueOf(e.getMessage()));
        }
    }

    private FileMetaData fileMetaData() throws IOException, DamagedException {
        if (fileBytes < TableWriter.MAGIC.length + TRAILER) {
            throw new DamagedException("a file of " + fileBytes + " bytes has none");
        }
        load(Math.max(0, fileBytes - FIRST_READ));
        int end = tail.length - ByteCursor.SPARE;
        if (!Arrays.equals(tail, end - 4, end, TableWriter.MAGIC, 0, 4)) {
            throw new DamagedException("the file does not end with 'PAR1'");
        }
        int length = new ByteCursor(tail, end - TRAILER, end).readInt();
        long footerOffset = fileBytes - TRAILER - length;
        if (length <= 0 || length > limits.footerBytes() || footerOffset < TableWriter.MAGIC.length) {
            throw new DamagedException("it would have " + length + " bytes of a file of " + fileBytes + ", at most "
                    + limits.footerBytes() + " are read");
        }
        load(footerOffset);
        long indexOffset = FooterSeal.indexOffset(tail, at(footerOffset), at(fileBytes - TRAILER));
        if (indexOffset < TableWriter.MAGIC.length
                || indexOffset > footerOffset
                || fileBytes - indexOffset > limits.footerBytes()) {
            throw new DamagedException("its indexes would begin at offset " + indexOffset);
        }
        load(indexOffset);
        FooterSeal.check(tail, at(indexOffset), at(fileBytes - TRAILER));
        return parse(footerOffset, length, Util::readFileMetaData);
    }

    /// Makes sure that everything from `offset` on is in [#tail].
    private void load(long offset) throws IOException {
        if (tail.length > 0 && offset >= tailOffset) {
            return;
        }
        int length = (int) (fileBytes - offset);
        byte[] bytes = source.read(offset, length);
        if (bytes.length < length) {
            throw Place.endsEarly(name, offset, length, bytes.length);
        }
        tail = Arrays.copyOf(bytes, length + ByteCursor.SPARE);
        tailOffset = offset;
    }

    private int at(long offset) {
        return (int) (offset - tailOffset);
    }

    private interface Parser<T> {
        T parse(InputStream in) throws IOException;
    }

    private <T> T parse(long offset, long length, Parser<T> parser) throws DamagedException {
        if (offset < tailOffset || length <= 0 || length > fileBytes - TRAILER - offset) {
            throw new DamagedException(length + " bytes at offset " + offset + " are not behind the pages");
        }
        ByteCursor cursor = new ByteCursor(tail, at(offset), at(offset + length));
        ThriftGuard.skipStructure(cursor, MAX_ELEMENTS);
        cursor.requireEnd();
        try {
            return parser.parse(new ByteArrayInputStream(tail, at(offset), (int) length));
        } catch (IOException | InvalidParquetMetadataException e) {
            throw new DamagedException(String.valueOf(e.getMessage()));
        }
    }

    private TableIndex index(FileMetaData file) throws DamagedException {
        TableSchema schema = schema(required(file.getSchema(), "schema"));
        SortedMap<String, String> metadata = new TreeMap<>();
        for (KeyValue entry : required(file.getKey_value_metadata(), "metadata")) {
            String key = required(entry.getKey(), "name of a metadata entry");
            if (!FooterSeal.isSeal(key)) {
                metadata.put(key, required(entry.getValue(), "value of metadata '" + key + "'"));
            }
        }
        List<RowGroupIndex> groups = new ArrayList<>();
        for (RowGroup group : required(file.getRow_groups(), "row groups")) {
            groups.add(group(schema, group));
        }
        TableIndex index = new TableIndex(schema, groups, fileBytes, metadata);
        if (index.rows() != file.getNum_rows()) {
            throw new DamagedException(
                    "the file has " + file.getNum_rows() + " rows, its row groups have " + index.rows());
        }
        return index;
    }

    private TableSchema schema(List<SchemaElement> elements) throws DamagedException {
        if (elements.size() < 2
                || elements.size() - 1 > limits.columns()
                || elements.getFirst().getNum_children() != elements.size() - 1) {
            throw new DamagedException("it is no flat table of at most " + limits.columns() + " columns");
        }
        List<ColumnSpec> columns = new ArrayList<>();
        for (SchemaElement element : elements.subList(1, elements.size())) {
            ColumnSpec column = ThriftNames.column(element);
            if (column == null) {
                throw new DamagedException("column '" + element.getName() + "' is of a kind that is not written here");
            }
            columns.add(column);
        }
        return new TableSchema(columns);
    }

    private RowGroupIndex group(TableSchema schema, RowGroup group) throws DamagedException {
        int rows = Math.toIntExact(group.getNum_rows());
        List<ColumnChunk> columns = required(group.getColumns(), "columns of a row group");
        if (columns.size() != schema.size()) {
            throw new DamagedException("a row group has " + columns.size() + " columns instead of " + schema.size());
        }
        PageBounds bounds = PageBounds.of(0, 1);
        List<ChunkIndex> chunks = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            String name = schema.column(i).name();
            List<PageLocation> pages = pages(columns.get(i));
            PageBounds found = bounds(pages, rows);
            if (i > 0 && !bounds.equals(found)) {
                throw new DamagedException("column '" + name + "' ends its pages at other rows");
            }
            bounds = found;
            chunks.add(chunk(schema.column(i), columns.get(i), pages));
        }
        return new RowGroupIndex(bounds, chunks);
    }

    private List<PageLocation> pages(ColumnChunk chunk) throws DamagedException {
        OffsetIndex index =
                parse(chunk.getOffset_index_offset(), chunk.getOffset_index_length(), Util::readOffsetIndex);
        return required(index.getPage_locations(), "page locations");
    }

    private static PageBounds bounds(List<PageLocation> pages, int rows) {
        int[] starts = new int[pages.size() + 1];
        for (int page = 0; page < pages.size(); page++) {
            starts[page] = Math.toIntExact(pages.get(page).getFirst_row_index());
        }
        starts[pages.size()] = rows;
        return PageBounds.of(starts);
    }

    private ChunkIndex chunk(ColumnSpec spec, ColumnChunk chunk, List<PageLocation> pages) throws DamagedException {
        ColumnMetaData data = required(chunk.getMeta_data(), "metadata of column '" + spec.name() + "'");
        if (data.getType() != ThriftNames.type(spec.type()) || data.getCodec() != CompressionCodec.ZSTD) {
            throw new DamagedException(
                    "column '" + spec.name() + "' is a " + data.getType() + " in " + data.getCodec());
        }
        long offset =
                data.isSetDictionary_page_offset() ? data.getDictionary_page_offset() : data.getData_page_offset();
        int[] starts = new int[pages.size() + 1];
        starts[0] = Math.toIntExact(data.getData_page_offset() - offset);
        for (int page = 0; page < pages.size(); page++) {
            if (pages.get(page).getOffset() - offset != starts[page]) {
                throw new DamagedException("column '" + spec.name() + "' has a gap before page " + page);
            }
            starts[page + 1] = Math.addExact(starts[page], pages.get(page).getCompressed_page_size());
        }
        Statistics statistics = required(data.getStatistics(), "statistics of column '" + spec.name() + "'");
        if (starts[pages.size()] != data.getTotal_compressed_size() || !statistics.isSetNull_count()) {
            throw new DamagedException("column '" + spec.name() + "' has " + data.getTotal_compressed_size()
                    + " bytes, its pages " + starts[pages.size()] + ", or no count of nulls");
        }
        long nulls = statistics.getNull_count();
        return new ChunkIndex(new ChunkIndex.Figures(
                encoding(data),
                offset,
                starts,
                nullCounts(chunk, pages.size(), nulls),
                nulls,
                data.getTotal_uncompressed_size(),
                range(statistics)));
    }

    private static ColumnEncoding encoding(ColumnMetaData data) throws DamagedException {
        if (data.isSetDictionary_page_offset()) {
            return ColumnEncoding.DICTIONARY;
        }
        for (ColumnEncoding encoding : ColumnEncoding.values()) {
            if (List.of(Encoding.RLE, ThriftNames.encoding(encoding)).equals(data.getEncodings())) {
                return encoding;
            }
        }
        throw new DamagedException("its values would be encoded as " + data.getEncodings());
    }

    private int[] nullCounts(ColumnChunk chunk, int pages, long nulls) throws DamagedException {
        int[] counts = new int[pages];
        if (nulls == 0) {
            return counts;
        }
        if (!chunk.isSetColumn_index_offset()) {
            Arrays.fill(counts, ChunkIndex.UNKNOWN);
            return counts;
        }
        ColumnIndex index =
                parse(chunk.getColumn_index_offset(), chunk.getColumn_index_length(), Util::readColumnIndex);
        List<Long> found = required(index.getNull_counts(), "null counts in a column index");
        if (found.size() != pages) {
            throw new DamagedException("a column index tells of " + found.size() + " pages, not " + pages);
        }
        for (int page = 0; page < pages; page++) {
            counts[page] = Math.toIntExact(found.get(page));
        }
        return counts;
    }

    private static @Nullable ValueRange range(Statistics statistics) {
        byte[] min = statistics.getMin_value();
        byte[] max = statistics.getMax_value();
        return min != null && max != null
                ? new ValueRange(min, max, statistics.isIs_min_value_exact(), statistics.isIs_max_value_exact())
                : null;
    }
}
