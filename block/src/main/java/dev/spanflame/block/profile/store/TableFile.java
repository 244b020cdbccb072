package dev.spanflame.block.profile.store;

import dev.spanflame.block.BlockMeta.BlockObject;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.TableWriter;
import dev.spanflame.block.parquet.WriteOptions;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.parquet.table.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/// A table on the local disk while it is written: its bytes, their checksum and in the end its index. Not
/// thread-safe.
final class TableFile implements AutoCloseable {
    private final String name;
    private final Path path;
    private final OutputStream out;
    private final CRC32C crc = new CRC32C();
    private final TableWriter writer;
    private long rows;

    TableFile(Path folder, String name, TableSchema schema, WriteOptions options) throws IOException {
        this.name = name;
        this.path = folder.resolve(name);
        this.out = Files.newOutputStream(path);
        this.writer = new TableWriter(schema, this::write, options);
    }

    /// A finished table.
    record Finished(Path path, BlockObject object, TableIndex index) {}

    private void write(byte[] bytes, int from, int length) throws IOException {
        crc.update(bytes, from, length);
        out.write(bytes, from, length);
    }

    /// Appends a row group; there must be a row.
    void add(List<ColumnData> columns) throws IOException {
        writer.writeRowGroup(columns);
        rows += columns.getFirst().rows();
    }

    /// Rows so far.
    long rows() {
        return rows;
    }

    Finished finish() throws IOException {
        TableIndex index = writer.finish();
        out.close();
        return new Finished(path, new BlockObject(name, writer.position(), (int) crc.getValue()), index);
    }

    @Override
    public void close() throws IOException {
        writer.close();
        out.close();
    }

    /// A column of numbers without gaps; the array is not copied.
    static ColumnData column(long[] values, int count) {
        return ColumnData.full(new ColumnValues.Longs(values, count));
    }
}
