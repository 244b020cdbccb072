package dev.spanflame.block.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.ReadLimits;
import dev.spanflame.block.testing.PythonTools;
import dev.spanflame.model.BackendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// DuckDB, parquet-java and pyarrow read what was written.
final class OtherReadersTest {
    private static final int TABLES = Integer.getInteger("spanflame.tables", 20);
    private static final List<TestTable> WRITTEN = new ArrayList<>();

    @TempDir
    static Path directory;

    @BeforeAll
    static void writeTables() throws IOException {
        for (int seed = 1000; seed < 1000 + TABLES; seed++) {
            TestTable table = RandomTables.table(seed, seed % 10 == 0);
            table.writeTo(directory);
            WRITTEN.add(table);
        }
    }

    private static Path file(TestTable table) {
        return directory.resolve(table.name() + ".parquet");
    }

    @Test
    void parquetJavaReadsTheSameValues() throws IOException {
        for (TestTable table : WRITTEN) {
            List<List<Object>> columns = ParquetJava.read(file(table), table.schema());
            for (int i = 0; i < table.schema().size(); i++) {
                assertThat(columns.get(i))
                        .as(table.name() + " " + table.schema().column(i))
                        .isEqualTo(table.column(i));
            }
        }
    }

    @Test
    void duckDbReadsTheSameValues() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (TestTable table : WRITTEN) {
                for (int i = 0; i < table.schema().size(); i++) {
                    ColumnSpec spec = table.schema().column(i);
                    assertThat(duckDb(statement, table, spec))
                            .as(table.name() + " " + spec)
                            .isEqualTo(table.column(i));
                }
            }
        }
    }

    private static List<Object> duckDb(Statement statement, TestTable table, ColumnSpec spec) throws SQLException {
        String column = '"' + spec.name().replace("\"", "\"\"") + '"';
        String value = switch (spec.type()) {
            case FIXED_8, FIXED_16 -> "lower(hex(" + column + "))";
            case BYTE_ARRAY -> spec.logical() == LogicalType.STRING ? column : "lower(hex(" + column + "))";
            case INT64 -> spec.logical() == LogicalType.TIMESTAMP_NANOS ? "epoch_ns(" + column + ")" : column;
            case BOOLEAN, INT32, DOUBLE -> column;
        };
        List<Object> cells = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("select " + value + " from read_parquet('" + file(table) + "')")) {
            while (rows.next()) {
                String text = spec.type() == PhysicalType.DOUBLE ? Cells.decimal(rows.getDouble(1)) : rows.getString(1);
                cells.add(text == null || rows.wasNull() ? Cells.NULL : text);
            }
        }
        return cells;
    }

    @Test
    void pyarrowReadsTheSameValuesAndAcceptsTheChecksums() throws IOException {
        List<String> expected = new ArrayList<>();
        for (TestTable table : WRITTEN) {
            for (int i = 0; i < table.schema().size(); i++) {
                expected.add(table.name() + " " + i + " " + Cells.digest(table.column(i)));
            }
        }
        List<String> names = WRITTEN.stream().map(TestTable::name).toList();
        assertThat(PythonTools.get().run(DIGESTS, directory.toString(), String.join(",", names)))
                .isEqualTo(expected);
    }

    @Test
    void aDamagedPageIsFoundOutByTheChecksum() throws IOException {
        TestTable table =
                WRITTEN.stream().filter(each -> each.rows() > 100).findFirst().orElseThrow();
        TestTable.Written written = table.write();
        byte[] bytes = written.bytes();
        // The last byte of a page is compressed content.
        bytes[(int) written.index().group(0).chunk(0).bytes().end() - 1] ^= 1;
        Path damaged = Files.write(directory.resolve("damaged.parquet"), bytes);

        assertThatThrownBy(() -> ParquetJava.read(damaged, table.schema()))
                .hasStackTraceContaining("CRC checksum verification failed");
        assertThatThrownBy(() -> PythonTools.get().run(DIGESTS, directory.toString(), "damaged"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("CRC");
    }

    @Test
    void aFileOfAnotherWriterIsRefusedAndNotMisread() throws IOException, SQLException {
        Path foreign = directory.resolve("foreign.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("copy (select range as n from range(10)) to '" + foreign + "' (compression zstd)");
        }
        byte[] bytes = Files.readAllBytes(foreign);
        assertThatThrownBy(() -> TableReader.open("foreign", RangeReader.of(bytes), bytes.length, ReadLimits.DEFAULT))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("'foreign'")
                .hasMessageContaining("was not written by this program");
    }

    private static final String DIGESTS = """
            import hashlib, struct, sys
            import pyarrow as pa
            import pyarrow.parquet as pq

            def show(type):
                if pa.types.is_boolean(type):
                    return lambda value: 'true' if value else 'false'
                if pa.types.is_string(type):
                    return lambda value: value
                if pa.types.is_binary(type) or pa.types.is_fixed_size_binary(type):
                    return lambda value: value.hex()
                if pa.types.is_floating(type):
                    return lambda value: struct.pack('>d', value).hex()
                return str

            for name in sys.argv[2].split(','):
                file = pq.ParquetFile(f'{sys.argv[1]}/{name}.parquet', page_checksum_verification=True)
                table = file.read()
                for i, column in enumerate(table.columns):
                    if pa.types.is_timestamp(column.type):
                        assert str(column.type) == 'timestamp[ns, tz=UTC]', column.type
                        column = column.cast(pa.int64())
                    text = show(column.type)
                    digest = hashlib.sha256()
                    for value in column.to_pylist():
                        cell = ('null' if value is None else text(value)).encode()
                        digest.update(b'%d:' % len(cell))
                        digest.update(cell)
                    print(name, i, digest.hexdigest())
            """;
}
