package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.BlockId;
import dev.spanflame.block.BlockMeta.BlockObject;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.parquet.TableWriter;
import dev.spanflame.block.parquet.WriteOptions;
import dev.spanflame.block.parquet.table.PageLayout;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.parquet.table.TableSchema;
import dev.spanflame.block.trace.store.BlockTable;
import dev.spanflame.objectstore.Payload;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The files of a block being made: opened when first written to, deleted in the end. Not thread-safe.
final class BlockFiles implements AutoCloseable {
    private static final WriteOptions LARGE_VALUES =
            WriteOptions.DEFAULT.withLayout(new PageLayout(PageLayout.DEFAULT.maxRows(), 4 << 20));

    private final BlockTarget target;
    private final BlockId id;
    private final EnumMap<BlockTable, TableFile> tables = new EnumMap<>(BlockTable.class);
    private final List<String> uploaded = new ArrayList<>();
    private String folder = "";

    BlockFiles(BlockTarget target, BlockId id) {
        this.target = target;
        this.id = id;
    }

    /// A table that is being written, and the checksum of its bytes.
    private static final class TableFile implements AutoCloseable {
        private final Path path;
        private final OutputStream out;
        private final TableWriter writer;
        private final CRC32C checksum = new CRC32C();

        TableFile(Path path, TableSchema schema, WriteOptions options) throws IOException {
            this.path = path;
            this.out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
            try {
                this.writer = new TableWriter(
                        schema,
                        (bytes, from, length) -> {
                            out.write(bytes, from, length);
                            checksum.update(bytes, from, length);
                        },
                        options);
            } catch (IOException | RuntimeException e) {
                out.close();
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            writer.close();
            out.close();
        }
    }

    /// The writer of a table, opened with `schema` when it is asked for first.
    TableWriter writer(BlockTable table, TableSchema schema) throws IOException {
        TableFile known = tables.get(table);
        if (known == null) {
            Files.createDirectories(target.staging());
            Path path = target.staging().resolve(id + "-" + table.object());
            WriteOptions options = table == BlockTable.ATTRIBUTES ? LARGE_VALUES : WriteOptions.DEFAULT;
            known = new TableFile(path, schema, target.level() == 0 ? options : options.withPatience());
            tables.put(table, known);
        }
        return known.writer;
    }

    /// Ends all tables.
    Map<BlockTable, TableIndex> finish() throws IOException {
        EnumMap<BlockTable, TableIndex> indexes = new EnumMap<>(BlockTable.class);
        for (Map.Entry<BlockTable, TableFile> entry : tables.entrySet()) {
            indexes.put(entry.getKey(), entry.getValue().writer.finish());
            entry.getValue().close();
        }
        return indexes;
    }

    /// Puts all tables into the store, below `newFolder`.
    List<BlockObject> upload(String newFolder) throws IOException {
        folder = newFolder;
        List<BlockObject> objects = new ArrayList<>();
        for (Map.Entry<BlockTable, TableFile> entry : tables.entrySet()) {
            TableFile file = entry.getValue();
            String name = entry.getKey().object();
            uploaded.add(name);
            target.store().put(folder + name, Payload.of(file.path));
            objects.add(new BlockObject(name, Files.size(file.path), (int) file.checksum.getValue()));
        }
        return objects;
    }

    /// Puts one more object below the folder.
    BlockObject upload(String name, byte[] bytes) throws IOException {
        uploaded.add(name);
        target.store().put(folder + name, Payload.of(bytes));
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length);
        return new BlockObject(name, bytes.length, (int) checksum.getValue());
    }

    /// Deletes what was uploaded, after a failure; `cause` takes what goes wrong on the way.
    void withdraw(Throwable cause) {
        for (String name : uploaded.reversed()) {
            try {
                target.store().delete(folder + name);
            } catch (IOException | RuntimeException e) {
                cause.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        @Nullable IOException failure = null;
        for (TableFile file : tables.values()) {
            try {
                file.close();
                Files.deleteIfExists(file.path);
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
