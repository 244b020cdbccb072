package dev.spanflame.block.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.parquet.table.ChunkIndex;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.block.parquet.table.PageBounds;
import dev.spanflame.block.parquet.table.PageLayout;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.parquet.table.TableSchema;
import dev.spanflame.block.parquet.table.ValueRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bounds of chunks and pages never exclude a row that is there.
final class StatisticsTest {
    private static final int TABLES = Integer.getInteger("spanflame.tables", 15);

    @TempDir
    Path directory;

    /// Orders cells as the format orders the values of a column.
    private static Comparator<byte[]> order(ColumnSpec spec) {
        return switch (spec.type()) {
            case BYTE_ARRAY, FIXED_8, FIXED_16 -> Arrays::compareUnsigned;
            case DOUBLE -> Comparator.comparingDouble(bytes -> Double.longBitsToDouble(ValueRange.number(bytes)) + 0.0);
            case BOOLEAN, INT32, INT64 ->
                spec.isUnsigned()
                        ? (a, b) -> Long.compareUnsigned(ValueRange.number(a), ValueRange.number(b))
                        : Comparator.comparingLong(ValueRange::number);
        };
    }

    /// A value in the form of a bound.
    private static byte[] bound(ColumnSpec spec, ColumnData column, int value) {
        return switch (column.values()) {
            case ColumnValues.Texts texts -> texts.entries().copy(texts.ids()[value]);
            case ColumnValues.Wides wides ->
                ByteBuffer.allocate(16)
                        .putLong(wides.highs()[value])
                        .putLong(wides.lows()[value])
                        .array();
            case ColumnValues.Longs longs -> {
                byte[] high =
                        ByteBuffer.allocate(8).putLong(longs.values()[value]).array();
                if (spec.type() == PhysicalType.FIXED_8) {
                    yield high;
                }
                byte[] low = new byte[spec.type().width()];
                for (int i = 0; i < low.length; i++) {
                    low[i] = high[7 - i];
                }
                yield low;
            }
        };
    }

    @Test
    void boundsOfChunksHoldAllValuesAndExactOnesAreValues() throws IOException {
        for (int seed = 2000; seed < 2000 + 2 * TABLES; seed++) {
            TestTable table = RandomTables.table(seed, false);
            TableReader reader = table.write().open(table.name());
            for (int group = 0; group < table.groups().size(); group++) {
                for (int i = 0; i < table.schema().size(); i++) {
                    ColumnSpec spec = table.schema().column(i);
                    ColumnData column = table.groups().get(group).get(i);
                    ChunkIndex chunk = reader.index().group(group).chunk(i);
                    assertThat(chunk.nulls())
                            .isEqualTo(column.rows() - column.presence().count());
                    chunk.range().ifPresent(range -> assertRange(spec, column, range, 65));
                }
            }
        }
    }

    private static void assertRange(ColumnSpec spec, ColumnData column, ValueRange range, int longest) {
        Comparator<byte[]> order = order(spec);
        boolean minSeen = !range.minExact();
        boolean maxSeen = !range.maxExact();
        for (int value = 0; value < column.values().count(); value++) {
            byte[] bound = bound(spec, column, value);
            assertThat(order.compare(range.min(), bound)).isLessThanOrEqualTo(0);
            assertThat(order.compare(range.max(), bound)).isGreaterThanOrEqualTo(0);
            minSeen |= order.compare(range.min(), bound) == 0;
            maxSeen |= order.compare(range.max(), bound) == 0;
        }
        assertThat(minSeen && maxSeen).as(spec + " has its exact bounds").isTrue();
        assertThat(range.min().length).isLessThanOrEqualTo(longest);
        assertThat(range.max().length).isLessThanOrEqualTo(longest);
    }

    @Test
    void columnIndexesAsParquetJavaReadsThemHoldTheValuesOfEachPage() throws IOException {
        int checked = 0;
        for (int seed = 2000; seed < 2000 + TABLES; seed++) {
            TestTable table = RandomTables.table(seed, false);
            TableIndex written = table.write().index();
            try (ParquetFileReader reader = ParquetJava.open(table.writeTo(directory), FilterCompat.NOOP)) {
                for (int group = 0; group < table.groups().size(); group++) {
                    BlockMetaData block = reader.getRowGroups().get(group);
                    for (int i = 0; i < table.schema().size(); i++) {
                        ColumnIndex index =
                                reader.readColumnIndex(block.getColumns().get(i));
                        if (index != null) {
                            ColumnData column = table.groups().get(group).get(i);
                            assertPages(
                                    table.schema().column(i),
                                    column,
                                    written.group(group).bounds(),
                                    index);
                            checked++;
                        }
                    }
                }
            }
        }
        assertThat(checked).isGreaterThan(TABLES / 3);
    }

    @Test
    void columnsWithValuesInAnyOrderHaveNoColumnIndex() throws IOException {
        int rows = 1000;
        long[] rising = LongStream.range(0, rows).toArray();
        long[] mixed = LongStream.range(0, rows).map(i -> i * 7919 % rows).toArray();
        long[] words = new long[Presence.words(rows)];
        words[5] = -1;
        List<ColumnData> columns = List.of(
                ColumnData.full(new ColumnValues.Longs(rising, rows)),
                ColumnData.full(new ColumnValues.Longs(mixed, rows)),
                ColumnData.full(new ColumnValues.Longs(new long[rows], rows)),
                new ColumnData(Presence.of(rows, words), new ColumnValues.Longs(mixed, 64)));
        TableSchema schema = new TableSchema(List.of(
                ColumnSpec.required("rising", PhysicalType.INT64, LogicalType.NONE),
                ColumnSpec.required("mixed", PhysicalType.INT64, LogicalType.NONE),
                ColumnSpec.required("equal", PhysicalType.INT64, LogicalType.NONE),
                ColumnSpec.optional("rare", PhysicalType.INT64, LogicalType.NONE)));
        TestTable table = new TestTable(
                "orders", schema, List.of(columns), WriteOptions.DEFAULT.withLayout(new PageLayout(100, 1 << 20)));
        try (ParquetFileReader reader = ParquetJava.open(table.writeTo(directory), FilterCompat.NOOP)) {
            BlockMetaData block = reader.getRowGroups().getFirst();
            assertThat(reader.readColumnIndex(block.getColumns().get(0))).isNotNull();
            assertThat(reader.readColumnIndex(block.getColumns().get(1))).isNull();
            assertThat(reader.readColumnIndex(block.getColumns().get(2))).isNull();
            assertThat(reader.readColumnIndex(block.getColumns().get(3)).getNullPages())
                    .containsExactly(true, true, true, false, true, true, true, true, true, true);
        }
        assertThat(table.write().open("orders").read(0, 3).presence().count()).isEqualTo(64);
    }

    private static void assertPages(ColumnSpec spec, ColumnData column, PageBounds bounds, ColumnIndex index) {
        for (int page = 0; page < bounds.pages(); page++) {
            ColumnData rows = column.slice(bounds.start(page), bounds.end(page));
            assertThat(index.getNullCounts().get(page))
                    .isEqualTo(rows.rows() - rows.presence().count());
            assertThat(index.getNullPages().get(page)).isEqualTo(rows.presence().count() == 0);
            if (rows.presence().count() > 0) {
                byte[] min = bytes(index.getMinValues().get(page));
                byte[] max = bytes(index.getMaxValues().get(page));
                assertRange(spec, rows, new ValueRange(min, max, false, false), 17);
            }
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    @Test
    void duckDbFindsTheSameRowsWithAndWithoutStatistics() throws IOException, SQLException {
        Random random = new Random(4);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (int seed = 2000; seed < 2000 + TABLES; seed++) {
                TestTable table = RandomTables.table(seed, false);
                if (table.rows() == 0) {
                    continue;
                }
                String file = "read_parquet('" + table.writeTo(directory) + "')";
                statement.execute("create or replace table copied as select * from " + file);
                for (ColumnSpec spec : table.schema().columns()) {
                    String name = '"' + spec.name().replace("\"", "\"\"") + '"';
                    String value = "(select " + name + " from copied offset " + random.nextInt((int) table.rows())
                            + " limit 1)";
                    String literal = one(statement, "select " + value);
                    if (literal == null) {
                        continue;
                    }
                    String constant = constant(statement, spec, value);
                    for (String operator : List.of("=", "<", ">", "<=", ">=")) {
                        String condition = " where " + name + " " + operator + " " + constant;
                        assertThat(one(statement, "select count(*) from " + file + condition))
                                .as(table.name() + condition)
                                .isEqualTo(one(statement, "select count(*) from copied" + condition));
                    }
                }
            }
        }
    }

    /// The value as a constant, which DuckDB pushes down to the file as it does not push down a subquery.
    private static String constant(Statement statement, ColumnSpec spec, String value) throws SQLException {
        return switch (spec.type()) {
            case BYTE_ARRAY, FIXED_8, FIXED_16 -> {
                boolean text = spec.logical() == LogicalType.STRING;
                String hex = one(statement, "select hex(" + value + ")");
                yield (text ? "decode(unhex('" : "unhex('") + hex + (text ? "'))" : "')");
            }
            case INT64 ->
                spec.logical() == LogicalType.TIMESTAMP_NANOS
                        ? "'" + one(statement, "select " + value + "::varchar") + "'::timestamptz_ns"
                        : one(statement, "select " + value);
            case DOUBLE -> "'" + one(statement, "select " + value) + "'::double";
            case BOOLEAN, INT32 -> one(statement, "select " + value);
        };
    }

    private static String one(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Test
    void parquetJavaFindsAllRowsByColumnIndexes() throws IOException {
        Random random = new Random(5);
        for (int seed = 2000; seed < 2000 + TABLES; seed++) {
            TestTable table = RandomTables.table(seed, false);
            Path file = table.writeTo(directory);
            for (int i = 0; i < table.schema().size() && table.rows() > 0; i++) {
                ColumnSpec spec = table.schema().column(i);
                List<ColumnData> chunks = new ArrayList<>();
                for (List<ColumnData> group : table.groups()) {
                    chunks.add(group.get(i));
                }
                ColumnData chunk = chunks.get(random.nextInt(chunks.size()));
                boolean filters = !spec.name().contains(".") && chunk.values().count() > 0;
                if (filters) {
                    int value = random.nextInt(chunk.values().count());
                    String wanted = Cells.all(spec, chunk.slice(0, chunk.rows())).stream()
                            .filter(cell -> !cell.equals(Cells.NULL))
                            .toList()
                            .get(value)
                            .toString();
                    FilterPredicate equal = equal(spec, bound(spec, chunk, value));
                    long expected =
                            table.column(i).stream().filter(wanted::equals).count();
                    assertThat(matches(table, file, i, FilterCompat.get(equal), wanted))
                            .as(table.name() + " " + spec)
                            .isEqualTo(expected);
                }
            }
        }
    }

    private static FilterPredicate equal(ColumnSpec spec, byte[] bound) {
        return switch (spec.type()) {
            case BOOLEAN -> FilterApi.eq(FilterApi.booleanColumn(spec.name()), bound[0] == 1);
            case INT32 -> FilterApi.eq(FilterApi.intColumn(spec.name()), (int) ValueRange.number(bound));
            case INT64 -> FilterApi.eq(FilterApi.longColumn(spec.name()), ValueRange.number(bound));
            case DOUBLE ->
                FilterApi.eq(FilterApi.doubleColumn(spec.name()), Double.longBitsToDouble(ValueRange.number(bound)));
            case BYTE_ARRAY, FIXED_8, FIXED_16 ->
                FilterApi.eq(FilterApi.binaryColumn(spec.name()), Binary.fromConstantByteArray(bound));
        };
    }

    private static long matches(TestTable table, Path file, int column, FilterCompat.Filter filter, String wanted)
            throws IOException {
        long found = 0;
        try (ParquetFileReader reader = ParquetJava.open(file, filter)) {
            for (PageReadStore group = reader.readNextFilteredRowGroup();
                    group != null;
                    group = reader.readNextFilteredRowGroup()) {
                List<List<Object>> cells = new ArrayList<>();
                table.schema().columns().forEach(_ -> cells.add(new ArrayList<>()));
                ParquetJava.readGroup(reader, group, table.schema(), cells);
                found += cells.get(column).stream().filter(wanted::equals).count();
            }
        }
        return found;
    }

    @Test
    void otherReadersSkipPagesByColumnIndexesAndRowGroupsByStatistics() throws IOException {
        TableSchema schema = new TableSchema(List.of(ColumnSpec.required("n", PhysicalType.INT64, LogicalType.NONE)));
        List<List<ColumnData>> groups = new ArrayList<>();
        for (int group = 0; group < 3; group++) {
            long[] values =
                    LongStream.range(group * 1000L, group * 1000L + 1000).toArray();
            groups.add(List.of(ColumnData.full(new ColumnValues.Longs(values, 1000))));
        }
        TestTable table =
                new TestTable("sorted", schema, groups, WriteOptions.DEFAULT.withLayout(new PageLayout(100, 1 << 20)));
        FilterCompat.Filter filter = FilterCompat.get(FilterApi.eq(FilterApi.longColumn("n"), 1234L));
        try (ParquetFileReader reader = ParquetJava.open(table.writeTo(directory), filter)) {
            assertThat(reader.getFilteredRecordCount()).isEqualTo(100);
            assertThat(reader.getRowGroups()).hasSize(1);
        }
    }

    @Test
    void longTextsHaveShortBoundsThatAreTextAgain() throws IOException {
        String longest = "\ud83d\ude00".repeat(15) + "abé" + "x".repeat(100);
        assertThat(longest.getBytes(StandardCharsets.UTF_8)[64] & 0xc0).isNotEqualTo(0x80);
        for (String text : List.of(longest, "é".repeat(40), "a".repeat(63) + "é")) {
            ValueRange range = textRange(LogicalType.STRING, text.getBytes(StandardCharsets.UTF_8));
            assertThat(range.minExact() || range.maxExact()).isFalse();
            assertThat(new String(range.min(), StandardCharsets.UTF_8)).doesNotContain("\ufffd");
            assertThat(new String(range.max(), StandardCharsets.UTF_8)).doesNotContain("\ufffd");
            assertThat(range.max().length).isLessThanOrEqualTo(65);
        }
    }

    @Test
    void aBoundIsRaisedByTheNextCharacterOrByte() throws IOException {
        assertThat(upper(LogicalType.STRING, "a".repeat(70))).isEqualTo("61".repeat(63) + "62");
        assertThat(upper(LogicalType.STRING, "a".repeat(61) + "\ud7ff" + "zzz")).isEqualTo("61".repeat(61) + "ee8080");
        assertThat(upper(LogicalType.STRING, "a".repeat(60) + "\udbff\udfff" + "zzz"))
                .isEqualTo("61".repeat(59) + "62");
        assertThat(upper(LogicalType.NONE, "a".repeat(63) + "é")).isEqualTo("61".repeat(63) + "c4");
        byte[] highest = new byte[70];
        Arrays.fill(highest, (byte) -1);
        assertThat(chunk(LogicalType.NONE, highest).range()).isEmpty();
        byte[] last = "\udbff\udfff".repeat(20).getBytes(StandardCharsets.UTF_8);
        assertThat(chunk(LogicalType.STRING, last).range()).isEmpty();
    }

    private static String upper(LogicalType logical, String text) throws IOException {
        return HexFormat.of()
                .formatHex(textRange(logical, text.getBytes(StandardCharsets.UTF_8))
                        .max());
    }

    private static ValueRange textRange(LogicalType logical, byte[] text) throws IOException {
        return chunk(logical, text).range().orElseThrow();
    }

    private static ChunkIndex chunk(LogicalType logical, byte[] text) throws IOException {
        TableSchema schema = new TableSchema(List.of(ColumnSpec.required("t", PhysicalType.BYTE_ARRAY, logical)));
        ByteStrings entries = new ByteStrings(Arrays.copyOf(text, text.length + 16), new int[] {0, text.length}, 1);
        ColumnData column = ColumnData.full(new ColumnValues.Texts(new int[1], 1, entries));
        return new TestTable("text", schema, List.of(List.of(column)), WriteOptions.DEFAULT)
                .write()
                .index()
                .group(0)
                .chunk(0);
    }

    @Test
    void aChunkWithNaNHasNoBounds() throws IOException {
        TableSchema schema = new TableSchema(List.of(ColumnSpec.required("d", PhysicalType.DOUBLE, LogicalType.NONE)));
        long[] values = {Double.doubleToLongBits(1.0), Double.doubleToLongBits(Double.NaN)};
        ColumnData column = ColumnData.full(new ColumnValues.Longs(values, 2));
        TestTable table = new TestTable("nan", schema, List.of(List.of(column)), WriteOptions.DEFAULT);
        assertThat(table.write().index().group(0).chunk(0).range()).isEmpty();
    }

    @Test
    void zerosAreBoundsThatIncludeBothZeros() throws IOException {
        TableSchema schema = new TableSchema(List.of(ColumnSpec.required("d", PhysicalType.DOUBLE, LogicalType.NONE)));
        ColumnData column = ColumnData.full(new ColumnValues.Longs(new long[] {0}, 1));
        TestTable table = new TestTable("zero", schema, List.of(List.of(column)), WriteOptions.DEFAULT);
        ValueRange range = table.write().index().group(0).chunk(0).range().orElseThrow();
        assertThat(ValueRange.number(range.min())).isEqualTo(Double.doubleToRawLongBits(-0.0));
        assertThat(ValueRange.number(range.max())).isEqualTo(0);
    }
}
