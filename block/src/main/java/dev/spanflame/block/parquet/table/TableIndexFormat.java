package dev.spanflame.block.parquet.table;

import dev.spanflame.block.parquet.encoding.ByteBuilder;
import dev.spanflame.block.parquet.encoding.ByteCursor;
import dev.spanflame.block.parquet.encoding.DamagedException;
import dev.spanflame.model.BackendException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/// A [TableIndex] as bytes: `SFTI`, a version, the content in variable-length numbers, and the CRC-32 of all before
/// it. About 12 bytes for a page of a column, less for small ones. What is parsed keeps the bytes and looks into them
/// when it is asked for a chunk: of a hundred columns a query wants a few.
///
/// ```
/// file    := bytes of the file, schema, metadata, groups
/// schema  := count, { name, type, logical, optional }
/// group   := pages, { rows of the page }, { chunk of each column }
/// chunk   := encoding, gap to the chunk before, length of the dictionary page, { length of page },
///            uncompressed bytes, null counts (one 0 when there is no null; else 1, { nulls + 1 of page }, nulls),
/// range
/// range   := 0 | 1 + 2 * (min exact) + 4 * (max exact), min, max
/// ```
public final class TableIndexFormat {
    private static final byte[] MAGIC = {'S', 'F', 'T', 'I', 1};

    private TableIndexFormat() {}

    /// The index as bytes.
    public static byte[] toBytes(TableIndex index) {
        ByteBuilder out = new ByteBuilder(1024);
        out.putBytes(MAGIC, 0, MAGIC.length);
        out.putVarint(index.fileBytes());
        putSchema(index.schema(), out);
        out.putVarint(index.metadata().size());
        for (Map.Entry<String, String> entry : index.metadata().entrySet()) {
            out.putText(entry.getKey());
            out.putText(entry.getValue());
        }
        out.putVarint(index.groups().size());
        long at = 0;
        for (RowGroupIndex group : index.groups()) {
            out.putVarint(group.bounds().pages());
            for (int page = 0; page < group.bounds().pages(); page++) {
                out.putVarint(group.bounds().rows(page));
            }
            for (ChunkIndex chunk : group.chunks()) {
                ChunkIndexFormat.put(chunk, at, out);
                at = chunk.bytes().end();
            }
        }
        out.putInt(checksum(out.array(), out.size()));
        return out.toByteArray();
    }

    /// The index that [#toBytes] made; throws [BackendException] of kind CORRUPT, naming `name`, for anything else.
    public static TableIndex parse(String name, byte[] bytes) {
        int end = bytes.length - 4;
        try {
            if (end < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw new DamagedException("it does not begin with 'SFTI' and version 1");
            }
            byte[] padded = Arrays.copyOf(bytes, bytes.length + ByteCursor.SPARE);
            if (new ByteCursor(padded, end, end + 4).readInt() != checksum(bytes, end)) {
                throw new DamagedException("its checksum is wrong");
            }
            ByteCursor in = new ByteCursor(padded, MAGIC.length, end);
            TableIndex index = readIndex(in, name);
            in.requireEnd();
            return index;
        } catch (DamagedException | IllegalArgumentException e) {
            throw damaged(name, e);
        }
    }

    static BackendException damaged(String name, Exception e) {
        return BackendException.damaged(
                "damaged_index", name, "the table index of '" + name + "' is damaged: " + e.getMessage(), e);
    }

    private static int checksum(byte[] bytes, int end) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, end);
        return (int) crc.getValue();
    }

    private static void putSchema(TableSchema schema, ByteBuilder out) {
        out.putVarint(schema.size());
        for (ColumnSpec column : schema.columns()) {
            out.putText(column.name());
            out.putByte(column.type().ordinal());
            out.putByte(column.logical().ordinal());
            out.putByte(column.optional() ? 1 : 0);
        }
    }

    private static TableIndex readIndex(ByteCursor in, String name) throws DamagedException {
        long fileBytes = in.readVarint();
        TableSchema schema = readSchema(in);
        SortedMap<String, String> metadata = new TreeMap<>();
        for (int left = in.readCount(in.remaining()); left > 0; left--) {
            metadata.put(in.readText(), in.readText());
        }
        PackedChunks.Table table = new PackedChunks.Table(name, in.array(), schema, fileBytes);
        List<RowGroupIndex> groups = new ArrayList<>();
        long at = 0;
        for (int left = in.readCount(in.remaining()); left > 0; left--) {
            PackedChunks chunks = PackedChunks.passOver(in, table, readBounds(in), at);
            groups.add(new RowGroupIndex(chunks.bounds(), chunks));
            at = chunks.end();
        }
        return new TableIndex(schema, groups, fileBytes, metadata);
    }

    private static TableSchema readSchema(ByteCursor in) throws DamagedException {
        int count = in.readCount(in.remaining());
        List<ColumnSpec> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = in.readText();
            PhysicalType type = ChunkIndexFormat.pick(PhysicalType.values(), in.readByte());
            LogicalType logical = ChunkIndexFormat.pick(LogicalType.values(), in.readByte());
            columns.add(new ColumnSpec(name, type, logical, in.readByte() == 1));
        }
        return new TableSchema(columns);
    }

    private static PageBounds readBounds(ByteCursor in) throws DamagedException {
        int pages = in.readCount(in.remaining());
        int[] rows = new int[pages + 1];
        for (int page = 0; page < pages; page++) {
            rows[page + 1] = rows[page] + in.readCount(Integer.MAX_VALUE - rows[page]);
        }
        return PageBounds.of(rows);
    }
}
