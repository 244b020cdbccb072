package dev.spanflame.block.parquet.table;

import dev.spanflame.block.parquet.encoding.ByteBuilder;
import dev.spanflame.block.parquet.encoding.ByteCursor;
import dev.spanflame.block.parquet.encoding.DamagedException;
import dev.spanflame.model.BackendException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A [TableIndex] as bytes: `SFTI`, a version, the content in variable-length numbers, and the CRC-32 of all before
/// it. About 12 bytes for a page of a column, less for small ones.
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
            putText(entry.getKey(), out);
            putText(entry.getValue(), out);
        }
        out.putVarint(index.groups().size());
        long at = 0;
        for (RowGroupIndex group : index.groups()) {
            out.putVarint(group.bounds().pages());
            for (int page = 0; page < group.bounds().pages(); page++) {
                out.putVarint(group.bounds().rows(page));
            }
            for (ChunkIndex chunk : group.chunks()) {
                putChunk(chunk, at, out);
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
            TableIndex index = readIndex(in);
            in.requireEnd();
            return index;
        } catch (DamagedException | IllegalArgumentException e) {
            throw BackendException.damaged(
                    "damaged_index", name, "the table index of '" + name + "' is damaged: " + e.getMessage(), e);
        }
    }

    private static int checksum(byte[] bytes, int end) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, end);
        return (int) crc.getValue();
    }

    private static void putSchema(TableSchema schema, ByteBuilder out) {
        out.putVarint(schema.size());
        for (ColumnSpec column : schema.columns()) {
            putText(column.name(), out);
            out.putByte(column.type().ordinal());
            out.putByte(column.logical().ordinal());
            out.putByte(column.optional() ? 1 : 0);
        }
    }

    private static void putText(String text, ByteBuilder out) {
        putBlob(text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static void putBlob(byte[] blob, ByteBuilder out) {
        out.putVarint(blob.length);
        out.putBytes(blob, 0, blob.length);
    }

    private static void putChunk(ChunkIndex chunk, long at, ByteBuilder out) {
        out.putByte(chunk.encoding().ordinal());
        out.putZigzag(chunk.bytes().offset() - at);
        out.putVarint(chunk.dictionaryBytes().length());
        for (int page = 0; page < chunk.pages(); page++) {
            out.putVarint(chunk.pageBytes(page, page + 1).length());
        }
        out.putVarint(chunk.uncompressedBytes());
        out.putByte(chunk.nulls() == 0 ? 0 : 1);
        if (chunk.nulls() > 0) {
            for (int page = 0; page < chunk.pages(); page++) {
                out.putVarint(chunk.nulls(page) + 1);
            }
            out.putVarint(chunk.nulls());
        }
        ValueRange range = chunk.range().orElse(null);
        if (range == null) {
            out.putByte(0);
        } else {
            out.putByte(1 | (range.minExact() ? 2 : 0) | (range.maxExact() ? 4 : 0));
            putBlob(range.min(), out);
            putBlob(range.max(), out);
        }
    }

    private static TableIndex readIndex(ByteCursor in) throws DamagedException {
        long fileBytes = in.readVarint();
        TableSchema schema = readSchema(in);
        SortedMap<String, String> metadata = new TreeMap<>();
        for (int left = in.readCount(in.remaining()); left > 0; left--) {
            metadata.put(readText(in), readText(in));
        }
        List<RowGroupIndex> groups = new ArrayList<>();
        long at = 0;
        for (int left = in.readCount(in.remaining()); left > 0; left--) {
            RowGroupIndex group = readGroup(in, schema.size(), at);
            groups.add(group);
            at = group.chunk(schema.size() - 1).bytes().end();
        }
        return new TableIndex(schema, groups, fileBytes, metadata);
    }

    private static TableSchema readSchema(ByteCursor in) throws DamagedException {
        int count = in.readCount(in.remaining());
        List<ColumnSpec> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = readText(in);
            PhysicalType type = pick(PhysicalType.values(), in.readByte());
            LogicalType logical = pick(LogicalType.values(), in.readByte());
            columns.add(new ColumnSpec(name, type, logical, in.readByte() == 1));
        }
        return new TableSchema(columns);
    }

    private static String readText(ByteCursor in) throws DamagedException {
        return new String(readBlob(in), StandardCharsets.UTF_8);
    }

    private static byte[] readBlob(ByteCursor in) throws DamagedException {
        int length = in.readCount(in.remaining());
        int from = in.take(length);
        return Arrays.copyOfRange(in.array(), from, from + length);
    }

    private static <T> T pick(T[] constants, int ordinal) throws DamagedException {
        if (ordinal >= constants.length) {
            throw new DamagedException("constant " + ordinal + " of " + Arrays.toString(constants));
        }
        return constants[ordinal];
    }

    private static RowGroupIndex readGroup(ByteCursor in, int columns, long start) throws DamagedException {
        int pages = in.readCount(in.remaining());
        int[] rows = new int[pages + 1];
        for (int page = 0; page < pages; page++) {
            rows[page + 1] = rows[page] + in.readCount(Integer.MAX_VALUE - rows[page]);
        }
        PageBounds bounds = PageBounds.of(rows);
        List<ChunkIndex> chunks = new ArrayList<>();
        long at = start;
        for (int column = 0; column < columns; column++) {
            ChunkIndex chunk = readChunk(in, pages, at);
            chunks.add(chunk);
            at = chunk.bytes().end();
        }
        return new RowGroupIndex(bounds, chunks);
    }

    private static ChunkIndex readChunk(ByteCursor in, int pages, long at) throws DamagedException {
        ColumnEncoding encoding = pick(ColumnEncoding.values(), in.readByte());
        long offset = at + in.readZigzag();
        if (pages > in.remaining()) {
            throw new DamagedException(pages + " pages cannot be described in " + in.remaining() + " bytes");
        }
        int[] starts = new int[pages + 1];
        starts[0] = in.readCount(Integer.MAX_VALUE);
        for (int page = 0; page < pages; page++) {
            starts[page + 1] = starts[page] + in.readCount(Integer.MAX_VALUE - starts[page]);
        }
        long uncompressedBytes = in.readVarint();
        int[] nullCounts = new int[pages];
        long nulls = 0;
        if (in.readByte() != 0) {
            for (int page = 0; page < pages; page++) {
                nullCounts[page] = (int) (in.readVarint() - 1);
            }
            nulls = in.readVarint();
        }
        return new ChunkIndex(
                new ChunkIndex.Figures(encoding, offset, starts, nullCounts, nulls, uncompressedBytes, readRange(in)));
    }

    private static @Nullable ValueRange readRange(ByteCursor in) throws DamagedException {
        int flags = in.readByte();
        if (flags == 0) {
            return null;
        }
        return new ValueRange(readBlob(in), readBlob(in), (flags & 2) != 0, (flags & 4) != 0);
    }
}
