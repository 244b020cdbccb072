package dev.spanflame.block.profile.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.spanflame.block.BlockId;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.BlockMeta.BlockObject;
import dev.spanflame.block.BlockTarget;
import dev.spanflame.block.parquet.WriteOptions;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.parquet.table.TableSchema;
import dev.spanflame.model.Hex;
import dev.spanflame.model.Signal;
import dev.spanflame.objectstore.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// A block while it is made: a folder on the local disk with its tables, then its objects in the store.
///
/// Closing removes the folder, and the objects already put unless [#upload] came to its end. Not thread-safe.
final class BlockStaging implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BlockStaging.class.getName());

    private final BlockTarget target;
    private final BlockId id;
    private final Path folder;
    private final long createdMillis;
    private final List<TableFile.Finished> tables = new ArrayList<>();
    private final List<String> put = new ArrayList<>();
    private boolean complete;

    BlockStaging(BlockTarget target) throws IOException {
        Instant now = target.clock().instant();
        this.target = target;
        this.id = BlockId.next(now, target.random());
        this.createdMillis = now.toEpochMilli();
        this.folder = Files.createDirectories(target.staging().resolve(id.text()));
    }

    /// A new table in the folder.
    TableFile table(String name, TableSchema schema, WriteOptions options) throws IOException {
        return new TableFile(folder, name, schema, options);
    }

    /// Takes a table that was written; one without rows is left out of the block.
    void add(TableFile file) throws IOException {
        if (file.rows() > 0) {
            tables.add(file.finish());
        }
    }

    /// Indexes of the tables of the block, by name.
    SortedMap<String, TableIndex> indexes() {
        SortedMap<String, TableIndex> indexes = new TreeMap<>();
        tables.forEach(table -> indexes.put(table.object().name(), table.index()));
        return indexes;
    }

    /// Puts tables, index and, last, the description.
    BlockMeta upload(BlockIndex index) throws IOException {
        List<BlockObject> objects = new ArrayList<>();
        String prefix =
                BlockMeta.folder(target.tenant(), Signal.PROFILES, index.range().startNanos(), id);
        for (TableFile.Finished table : tables) {
            put(prefix + table.object().name(), Payload.of(table.path()));
            objects.add(table.object());
        }
        byte[] bytes = BlockIndexFormat.toBytes(index);
        put(prefix + ProfileTables.INDEX, Payload.of(bytes));
        objects.add(object(ProfileTables.INDEX, bytes));
        byte[] description = describe(meta(index, objects), index);
        put(prefix + ProfileTables.META, Payload.of(description));
        objects.add(object(ProfileTables.META, description));
        complete = true;
        return meta(index, objects);
    }

    private void put(String key, Payload payload) throws IOException {
        put.add(key);
        target.store().put(key, payload);
    }

    private static BlockObject object(String name, byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return new BlockObject(name, bytes.length, (int) crc.getValue());
    }

    private BlockMeta meta(BlockIndex index, List<BlockObject> objects) {
        return new BlockMeta(
                id.text(),
                target.tenant().id(),
                Signal.PROFILES.label(),
                ProfileTables.FORMAT_VERSION,
                index.range().startNanos(),
                index.range().endNanos(),
                index.sampleCount(),
                index.rows().count(),
                target.level(),
                createdMillis,
                objects);
    }

    /// The block in JSON for people and other programs; nothing here needs it.
    private static byte[] describe(BlockMeta meta, BlockIndex index) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeNumberField("format_version", meta.formatVersion());
            json.writeStringField("id", meta.id());
            json.writeStringField("tenant", meta.tenant());
            json.writeStringField("signal", meta.signal());
            json.writeStringField("start_nanos", String.valueOf(meta.startNanos()));
            json.writeStringField("end_nanos", String.valueOf(meta.endNanos()));
            json.writeNumberField("level", meta.level());
            json.writeNumberField("created_millis", meta.createdMillis());
            json.writeNumberField("series", index.series().size());
            json.writeNumberField("profiles", meta.items());
            json.writeNumberField("samples", meta.rows());
            json.writeNumberField("stacks", index.stackCount());
            json.writeNumberField("nodes", index.nodeCount());
            json.writeArrayFieldStart("objects");
            for (BlockObject object : meta.objects()) {
                json.writeStartObject();
                json.writeStringField("name", object.name());
                json.writeNumberField("bytes", object.size());
                json.writeStringField("crc32c", Hex.of(object.crc32c()).substring(8));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        if (!complete) {
            for (String key : put) {
                deleteQuietly(key);
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.WARNING, "staging folder " + folder + " could not be removed", e);
        }
    }

    private void deleteQuietly(String key) {
        try {
            target.store().delete(key);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "object '" + key + "' of an unfinished block stays behind", e);
        }
    }
}
