package dev.spanflame.server.store;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks DuckDB about the tables of a block: they are copied to a folder for temporary files and are views
/// there. The driver comes with the command, not with the server: it is larger than all the rest.
final class BlockSql {
    private static final String TABLE = ".parquet";
    private static final int PIECE = 4 << 20;

    private BlockSql() {}

    /// Runs `statement` and prints what it answers, the names of columns first.
    static void run(ObjectStore store, BlockMeta meta, String statement, Consumer<String> print) throws IOException {
        Path folder = Files.createTempDirectory("spanflame-block-");
        List<Path> files = new ArrayList<>();
        try (Connection duckdb = connection();
                Statement sql = duckdb.createStatement()) {
            for (BlockMeta.BlockObject object : meta.objects()) {
                if (object.name().endsWith(TABLE)) {
                    Path file = folder.resolve(object.name());
                    files.add(file);
                    copy(store, meta.key(object.name()), object.size(), file);
                    sql.execute("CREATE VIEW " + name(object) + " AS SELECT * FROM read_parquet('"
                            + file.toString().replace("'", "''") + "')");
                }
            }
            if (sql.execute(statement)) {
                printAll(sql.getResultSet(), print);
            }
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.delete(folder);
        }
    }

    private static Connection connection() throws IOException {
        try {
            return DriverManager.getConnection("jdbc:duckdb:");
        } catch (SQLException e) {
            throw new IOException(
                    "DuckDB is not here (" + e.getMessage()
                            + "); put the jar of its JDBC driver, duckdb_jdbc, beside the"
                            + " other libraries, or read the block's Parquet files with a DuckDB of your own",
                    e);
        }
    }

    private static String name(BlockMeta.BlockObject object) {
        return object.name().substring(0, object.name().length() - TABLE.length());
    }

    private static void copy(ObjectStore store, String key, long size, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long at = 0; at < size; at += PIECE) {
                out.write(store.range(key, at, (int) Math.min(PIECE, size - at)));
            }
        }
    }

    private static void printAll(ResultSet rows, Consumer<String> print) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        List<String> line = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            line.add(rows.getMetaData().getColumnLabel(i));
        }
        print.accept(String.join("\t", line));
        while (rows.next()) {
            line.clear();
            for (int i = 1; i <= columns; i++) {
                line.add(text(rows.getString(i)));
            }
            print.accept(String.join("\t", line));
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.replace("\t", "\\t").replace("\n", "\\n");
    }
}
