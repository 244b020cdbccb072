package dev.spanflame.block.parquet;

import dev.spanflame.block.parquet.encoding.ByteBuilder;
import dev.spanflame.block.parquet.table.ChunkIndex;
import dev.spanflame.block.parquet.table.ColumnEncoding;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.PageBounds;
import dev.spanflame.block.parquet.table.TableSchema;
import dev.spanflame.block.parquet.table.ValueRange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;

/// Writes what stands behind the pages: column indexes where they help, offset indexes, footer, its length, `PAR1`.
final class FooterWriter {
    /// Parquet wants `application version number`; without the word readers distrust statistics.
    private static final String CREATED_BY = "spanflame version 1";

    private final TableSchema schema;
    private final List<TableWriter.WrittenGroup> groups;
    private final Map<String, String> metadata;
    private final long start;
    private final ByteBuilder tail = new ByteBuilder(1 << 16);
    private final OutputStream stream = new OutputStream() {
        @Override
        public void write(int value) {
            tail.putByte(value);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            tail.putBytes(bytes, from, length);
        }
    };

    /// For a file that has `start` bytes so far.
    FooterWriter(TableSchema schema, List<TableWriter.WrittenGroup> groups, Map<String, String> metadata, long start) {
        this.schema = schema;
        this.groups = groups;
        this.metadata = metadata;
        this.start = start;
    }

    /// The rest of the file.
    ByteBuilder write() throws IOException {
        List<List<ColumnChunk>> chunks = new ArrayList<>();
        List<RowGroup> rowGroups = new ArrayList<>();
        for (TableWriter.WrittenGroup group : groups) {
            chunks.add(chunks(group));
            rowGroups.add(rowGroup(group, chunks.getLast()));
        }
        for (int i = 0; i < groups.size(); i++) {
            putColumnIndexes(groups.get(i), chunks.get(i));
        }
        for (int i = 0; i < groups.size(); i++) {
            putOffsetIndexes(groups.get(i), chunks.get(i));
        }
        int footer = tail.size();
        Util.writeFileMetaData(fileMetaData(rowGroups), stream);
        int end = tail.size();
        FooterSeal.seal(tail.array(), end);
        tail.putInt(end - footer);
        tail.putBytes(TableWriter.MAGIC, 0, TableWriter.MAGIC.length);
        return tail;
    }

    private FileMetaData fileMetaData(List<RowGroup> rowGroups) {
        List<SchemaElement> elements = new ArrayList<>();
        List<ColumnOrder> orders = new ArrayList<>();
        elements.add(new SchemaElement("table").setNum_children(schema.size()));
        for (ColumnSpec column : schema.columns()) {
            elements.add(ThriftNames.element(column));
            orders.add(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
        }
        List<KeyValue> entries = new ArrayList<>();
        metadata.forEach((key, value) -> entries.add(new KeyValue(key).setValue(value)));
        entries.add(FooterSeal.entry(start));
        long rows = groups.stream().mapToLong(group -> group.bounds().rows()).sum();
        FileMetaData file = new FileMetaData(2, elements, rows, rowGroups);
        file.setCreated_by(CREATED_BY);
        file.setColumn_orders(orders);
        file.setKey_value_metadata(entries);
        return file;
    }

    private List<ColumnChunk> chunks(TableWriter.WrittenGroup group) {
        List<ColumnChunk> chunks = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            ChunkIndex chunk = group.chunks().get(i).index();
            chunks.add(new ColumnChunk(0)
                    .setMeta_data(
                            metaData(schema.column(i), chunk, group.bounds().rows())));
        }
        return chunks;
    }

    private static RowGroup rowGroup(TableWriter.WrittenGroup group, List<ColumnChunk> chunks) {
        long uncompressed = 0;
        long compressed = 0;
        for (ChunkTally.Written chunk : group.chunks()) {
            uncompressed += chunk.index().uncompressedBytes();
            compressed += chunk.index().bytes().length();
        }
        RowGroup rowGroup = new RowGroup(chunks, uncompressed, group.bounds().rows());
        rowGroup.setFile_offset(group.chunks().getFirst().index().bytes().offset());
        rowGroup.setTotal_compressed_size(compressed);
        return rowGroup;
    }

    private static ColumnMetaData metaData(ColumnSpec spec, ChunkIndex chunk, int rows) {
        boolean dictionary = chunk.encoding() == ColumnEncoding.DICTIONARY;
        Encoding values = ThriftNames.encoding(chunk.encoding());
        ColumnMetaData data = new ColumnMetaData(
                ThriftNames.type(spec.type()),
                dictionary ? List.of(Encoding.PLAIN, Encoding.RLE, values) : List.of(Encoding.RLE, values),
                List.of(spec.name()),
                CompressionCodec.ZSTD,
                rows,
                chunk.uncompressedBytes(),
                chunk.bytes().length(),
                chunk.pageBytes(0, 1).offset());
        List<PageEncodingStats> stats = new ArrayList<>();
        if (dictionary) {
            data.setDictionary_page_offset(chunk.dictionaryBytes().offset());
            stats.add(new PageEncodingStats(PageType.DICTIONARY_PAGE, Encoding.PLAIN, 1));
        }
        stats.add(new PageEncodingStats(PageType.DATA_PAGE, values, chunk.pages()));
        data.setEncoding_stats(stats);
        Statistics statistics = new Statistics().setNull_count(chunk.nulls());
        ValueRange range = chunk.range().orElse(null);
        if (range != null) {
            statistics.setMin_value(range.min()).setMax_value(range.max());
            statistics.setIs_min_value_exact(range.minExact()).setIs_max_value_exact(range.maxExact());
        }
        return data.setStatistics(statistics);
    }

    private void putColumnIndexes(TableWriter.WrittenGroup group, List<ColumnChunk> chunks) throws IOException {
        for (int i = 0; i < schema.size(); i++) {
            ChunkTally.Written chunk = group.chunks().get(i);
            BoundaryOrder order = order(schema.column(i), chunk.pageRanges());
            if (!tellsPagesApart(chunk, order)) {
                continue;
            }
            int before = tail.size();
            Util.writeColumnIndex(columnIndex(chunk, order), stream);
            chunks.get(i).setColumn_index_offset(start + before).setColumn_index_length(tail.size() - before);
        }
    }

    /// Whether a reader can leave pages out by a column index: some have no value, or the values go up or down from
    /// page to page. Where they come in any order, each page has about the range that the footer tells of all.
    private static boolean tellsPagesApart(ChunkTally.Written chunk, BoundaryOrder order) {
        List<Optional<ValueRange>> ranges = chunk.pageRanges();
        List<ValueRange> known = ranges.stream().flatMap(Optional::stream).toList();
        if (known.isEmpty()) {
            return false;
        }
        boolean sorted = order != BoundaryOrder.UNORDERED && !known.getFirst().equals(known.getLast());
        return sorted || known.size() < ranges.size();
    }

    private static ColumnIndex columnIndex(ChunkTally.Written chunk, BoundaryOrder order) {
        List<Boolean> nullPages = new ArrayList<>();
        List<ByteBuffer> mins = new ArrayList<>();
        List<ByteBuffer> maxs = new ArrayList<>();
        List<Long> nullCounts = new ArrayList<>();
        for (int page = 0; page < chunk.index().pages(); page++) {
            Optional<ValueRange> range = chunk.pageRanges().get(page);
            nullPages.add(range.isEmpty());
            mins.add(ByteBuffer.wrap(range.map(ValueRange::min).orElse(new byte[0])));
            maxs.add(ByteBuffer.wrap(range.map(ValueRange::max).orElse(new byte[0])));
            nullCounts.add((long) chunk.index().nulls(page));
        }
        return new ColumnIndex(nullPages, mins, maxs, order).setNull_counts(nullCounts);
    }

    private static BoundaryOrder order(ColumnSpec spec, List<Optional<ValueRange>> ranges) {
        Comparator<byte[]> comparator = switch (spec.type()) {
            case BYTE_ARRAY, FIXED_8, FIXED_16 -> Arrays::compareUnsigned;
            case DOUBLE -> Comparator.comparingDouble(bound -> Double.longBitsToDouble(ValueRange.number(bound)));
            case BOOLEAN, INT32, INT64 ->
                spec.isUnsigned()
                        ? (a, b) -> Long.compareUnsigned(ValueRange.number(a), ValueRange.number(b))
                        : Comparator.comparingLong(ValueRange::number);
        };
        List<ValueRange> known = ranges.stream().flatMap(Optional::stream).toList();
        boolean ascending = true;
        boolean descending = true;
        for (int i = 1; i < known.size(); i++) {
            int min = comparator.compare(known.get(i - 1).min(), known.get(i).min());
            int max = comparator.compare(known.get(i - 1).max(), known.get(i).max());
            ascending &= min <= 0 && max <= 0;
            descending &= min >= 0 && max >= 0;
        }
        return ascending ? BoundaryOrder.ASCENDING : descending ? BoundaryOrder.DESCENDING : BoundaryOrder.UNORDERED;
    }

    private void putOffsetIndexes(TableWriter.WrittenGroup group, List<ColumnChunk> chunks) throws IOException {
        for (int i = 0; i < schema.size(); i++) {
            int before = tail.size();
            Util.writeOffsetIndex(
                    offsetIndex(group.bounds(), group.chunks().get(i).index()), stream);
            chunks.get(i).setOffset_index_offset(start + before).setOffset_index_length(tail.size() - before);
        }
    }

    private static OffsetIndex offsetIndex(PageBounds bounds, ChunkIndex chunk) {
        List<PageLocation> locations = new ArrayList<>();
        for (int page = 0; page < chunk.pages(); page++) {
            locations.add(new PageLocation(
                    chunk.pageBytes(page, page + 1).offset(),
                    chunk.pageBytes(page, page + 1).length(),
                    bounds.start(page)));
        }
        return new OffsetIndex(locations);
    }
}
