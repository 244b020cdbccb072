package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.column.ColumnCollector;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.parquet.RowGroupAppender;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.store.BlockIndex;
import dev.spanflame.block.trace.store.BlockTable;
import dev.spanflame.block.trace.store.RestColumn;
import dev.spanflame.model.trace.ValueType;
import dev.spanflame.proto.otlp.AnyValueCodec;
import dev.spanflame.proto.otlp.json.AttributeJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes `attributes.parquet` page by page: values are read one after the other and never all in memory.
final class RestWriter {
    private static final int PAGE_ROWS = 8192;
    private static final int PAGE_BYTES = 4 << 20;
    private static final int LONGEST_JSON = 16 << 20;
    private static final RowGroupAppender.Limits GROUPS = new RowGroupAppender.Limits(1 << 16, 32 << 20);

    private final BlockFiles files;
    private @Nullable RowGroupAppender appender;
    private List<ColumnCollector> page = newPage();
    private int pageRows;
    private int pageBytes;
    private long written;

    RestWriter(BlockFiles files) {
        this.files = files;
    }

    /// Writes all values of `list`, whose owners are rows of `table` counted from `firstRow`.
    BlockIndex.Rest write(BlockTable table, long firstRow, RestList list) throws IOException {
        long from = written;
        TreeMap<AttributeKey, Integer> keys = new TreeMap<>();
        byte[] label = table.label().getBytes(StandardCharsets.US_ASCII);
        for (int position : list.sorted()) {
            AttributeKey key = list.key(position);
            keys.merge(key, 1, Integer::sum);
            text(RestColumn.TABLE, label);
            column(RestColumn.ROW).add(pageRows, firstRow + list.row(position));
            text(RestColumn.KEY, key.key().getBytes(StandardCharsets.UTF_8));
            text(RestColumn.TYPE, key.type().label().getBytes(StandardCharsets.US_ASCII));
            column(RestColumn.SIZE).add(pageRows, value(key.type(), list, position));
            written++;
            if (++pageRows == PAGE_ROWS || pageBytes >= PAGE_BYTES) {
                writePage();
            }
        }
        return new BlockIndex.Rest(from, written, keys);
    }

    /// Ends the last row group.
    void finish() throws IOException {
        writePage();
        if (appender != null) {
            appender.close();
        }
    }

    private int value(ValueType type, RestList list, int position) throws IOException {
        switch (type) {
            case EMPTY -> {}
            case BOOL, INT -> column(RestColumn.NUMBER).add(pageRows, list.number(position));
            case DOUBLE -> column(RestColumn.REAL).add(pageRows, list.number(position));
            case STRING -> {
                return text(RestColumn.TEXT, list.bytes(position));
            }
            case BYTES -> {
                return text(RestColumn.BYTES, list.bytes(position));
            }
            case ARRAY, MAP -> {
                byte[] known = list.json(position);
                if (known != null) {
                    return text(RestColumn.TEXT, known);
                }
                byte[] encoded = list.bytes(position);
                byte[] json = AttributeJson.text(AnyValueCodec.decode(encoded, 0, encoded.length))
                        .getBytes(StandardCharsets.UTF_8);
                return json.length > LONGEST_JSON ? text(RestColumn.BYTES, encoded) : text(RestColumn.TEXT, json);
            }
        }
        return 0;
    }

    private int text(RestColumn column, byte[] bytes) {
        column(column).addText(pageRows, bytes, 0, bytes.length);
        pageBytes += bytes.length;
        return bytes.length;
    }

    private ColumnCollector column(RestColumn column) {
        return page.get(column.ordinal());
    }

    private void writePage() throws IOException {
        if (pageRows == 0) {
            return;
        }
        List<ColumnData> columns = new ArrayList<>();
        for (ColumnCollector column : page) {
            columns.add(column.view().toColumn(pageRows));
        }
        if (appender == null) {
            appender = files.writer(BlockTable.ATTRIBUTES, RestColumn.SCHEMA).appender(GROUPS);
        }
        appender.append(columns);
        page = newPage();
        pageRows = 0;
        pageBytes = 0;
    }

    private static List<ColumnCollector> newPage() {
        List<ColumnCollector> columns = new ArrayList<>();
        RestColumn.SCHEMA
                .columns()
                .forEach(spec -> columns.add(new ColumnCollector(spec.type() == PhysicalType.BYTE_ARRAY)));
        return columns;
    }
}
