package dev.spanflame.block.trace.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.parquet.Cells;
import dev.spanflame.block.parquet.ParquetJava;
import dev.spanflame.block.parquet.RangeReader;
import dev.spanflame.block.parquet.TableReader;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.ReadLimits;
import dev.spanflame.block.testing.PythonTools;
import dev.spanflame.block.trace.SpanFixtures;
import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.proto.otlp.ExpectedSpans;
import dev.spanflame.proto.otlp.SpanLoad;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// DuckDB, parquet-java and pyarrow read the tables of a block.
final class BlockReadersTest {
    private static final List<byte[]> REQUESTS = new ArrayList<>();

    @TempDir
    static Path temporary;

    private static Path folder = Path.of("");

    @BeforeAll
    static void writeBlock() throws IOException {
        SpanLoad load = new SpanLoad(9, 1_700_000_000_000_000_000L);
        for (int i = 0; i < 4; i++) {
            REQUESTS.add(load.request(20).toByteArray());
        }
        REQUESTS.addAll(SpanFixtures.randomRequests(77, 60));
        List<SpanRun> runs =
                List.of(SpanFixtures.runOf(REQUESTS.subList(0, 30)), SpanFixtures.runOf(REQUESTS.subList(20, 64)));
        BlockFixture fixture = BlockFixture.inFiles(temporary, new GroupLimits(1000, 1 << 20));
        BlockMeta meta = fixture.blocks().write(runs, fixture.target());
        folder = fixture.folder(meta);
    }

    private static TableReader open(BlockTable table) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(table.object()));
        return TableReader.open(table.label(), RangeReader.of(bytes), bytes.length, ReadLimits.DEFAULT);
    }

    private static List<Object> column(TableReader reader, int column) throws IOException {
        List<Object> cells = new ArrayList<>();
        for (int group = 0; group < reader.index().groups().size(); group++) {
            ColumnData data = reader.read(group, column);
            cells.addAll(Cells.all(reader.index().schema().column(column), data));
        }
        return cells;
    }

    @Test
    void parquetJavaReadsEveryTable() throws IOException {
        for (BlockTable table : BlockTable.values()) {
            TableReader reader = open(table);
            List<List<Object>> columns = ParquetJava.read(
                    folder.resolve(table.object()), reader.index().schema());
            for (int i = 0; i < columns.size(); i++) {
                assertThat(columns.get(i))
                        .as(table + " " + reader.index().schema().column(i))
                        .isEqualTo(column(reader, i));
            }
        }
    }

    @Test
    void duckDbReadsEveryTable() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (BlockTable table : BlockTable.values()) {
                TableReader reader = open(table);
                for (int i = 0; i < reader.index().schema().size(); i++) {
                    ColumnSpec spec = reader.index().schema().column(i);
                    List<Object> expected = column(reader, i);
                    List<Object> found = duckDb(statement, table, spec);
                    if (spec.logical() == LogicalType.TIMESTAMP_NANOS) {
                        leaveOutInfinities(expected, found);
                    }
                    assertThat(found).as(table + " " + spec).isEqualTo(expected);
                }
            }
        }
    }

    /// The last instants at both ends of the range are infinities to DuckDB, which have no number.
    private static void leaveOutInfinities(List<Object> expected, List<Object> found) {
        for (int i = 0; i < expected.size(); i++) {
            long nanos = Long.parseLong((String) expected.get(i));
            if (nanos == Long.MAX_VALUE || nanos <= -Long.MAX_VALUE) {
                expected.set(i, "infinite");
                found.set(i, "infinite");
            }
        }
    }

    private static List<Object> duckDb(Statement statement, BlockTable table, ColumnSpec spec) throws SQLException {
        String column = '"' + spec.name().replace("\"", "\"\"") + '"';
        String value = switch (spec.type()) {
            case FIXED_8, FIXED_16 -> "lower(hex(" + column + "))";
            case BYTE_ARRAY -> spec.logical() == LogicalType.STRING ? column : "lower(hex(" + column + "))";
            case INT64 -> spec.logical() == LogicalType.TIMESTAMP_NANOS ? "epoch_ns(" + column + ")" : column;
            case BOOLEAN, INT32, DOUBLE -> column;
        };
        List<Object> cells = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(
                "select " + value + " from read_parquet('" + folder.resolve(table.object()) + "')")) {
            while (rows.next()) {
                String text = spec.type() == PhysicalType.DOUBLE ? Cells.decimal(rows.getDouble(1)) : rows.getString(1);
                cells.add(text == null || rows.wasNull() ? Cells.NULL : text);
            }
        }
        return cells;
    }

    @Test
    void spansRebuiltFromWhatPyarrowReadAreTheMessagesSent() throws IOException {
        TreeSet<String> expected = new TreeSet<>();
        for (byte[] request : REQUESTS) {
            expected.addAll(OtlpText.lines(new ExpectedSpans(ExportTraceServiceRequest.parseFrom(request)).kept()));
        }
        List<String> lines = PythonTools.get().run(resource("rebuild_spans.py"), folder.toString());
        assertThat(lines).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(lines)).isEqualTo(expected);
    }

    @Test
    void theQueriesOfTheReferencePageRun() throws IOException, SQLException {
        String page = Files.readString(
                Path.of(System.getProperty("spanflame.root", ".."), "docs", "reference", "block-format.md"));
        String traces = page.substring(page.indexOf("\n## Traces"), page.indexOf("\n## Profiles"));
        Matcher queries = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL).matcher(traces);
        int count = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("set file_search_path = '" + folder + "'");
            while (queries.find()) {
                try (ResultSet rows = statement.executeQuery(queries.group(1))) {
                    assertThat(rows.next()).as(queries.group(1)).isTrue();
                }
                count++;
            }
        }
        assertThat(count).isEqualTo(3);
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = BlockReadersTest.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("no resource '" + name + "'");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
