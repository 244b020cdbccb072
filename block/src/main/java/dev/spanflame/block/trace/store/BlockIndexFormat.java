package dev.spanflame.block.trace.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.spanflame.block.parquet.encoding.ByteBuilder;
import dev.spanflame.block.parquet.encoding.ByteCursor;
import dev.spanflame.block.parquet.encoding.DamagedException;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.parquet.table.TableIndexFormat;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import dev.spanflame.model.trace.ValueType;
import dev.spanflame.proto.otlp.AnyValueCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// A [BlockIndex] as bytes: `SFBI`, version 2, the length of the content, the content compressed by zstd, the CRC-32C
/// of all before it.
///
/// ```
/// content := tables, resources, scopes, traces, groups
/// tables  := count, { table, table index }
/// traces  := count, number of spans, { first id of a page of `traces.parquet`, 16 bytes }
/// group   := traces, first and last instant, has events, has links, rest of spans, events, links
/// rest    := rows, count, { key, type, rows }
/// ```
///
/// In version 1 there were all ids: `traces := count, { id, 16 bytes }, { number of spans }`.
public final class BlockIndexFormat {
    private static final byte[] MAGIC = {'S', 'F', 'B', 'I'};
    private static final int ALL_IDS = 1;
    private static final int VERSION = 2;
    private static final int HEAD = MAGIC.length + 1 + 4;
    private static final int LARGEST = 1 << 30;

    private BlockIndexFormat() {}

    /// The index as bytes.
    public static byte[] toBytes(BlockIndex index) {
        ByteBuilder out = new ByteBuilder(1 << 16);
        out.putVarint(index.tables().size());
        new TreeMap<>(index.tables()).forEach((table, tableIndex) -> {
            out.putVarint(table.ordinal());
            out.putBlob(TableIndexFormat.toBytes(tableIndex));
        });
        out.putVarint(index.resources().size());
        index.resources().forEach(resource -> putResource(out, resource));
        out.putVarint(index.scopes().size());
        index.scopes().forEach(scope -> putScope(out, scope));
        putTraces(out, index.traces());
        out.putVarint(index.groups().size());
        for (int group = 0; group < index.groups().size(); group++) {
            putGroup(out, index, group);
        }
        byte[] content = Zstd.compress(out.toByteArray(), 1);
        ByteBuilder file = new ByteBuilder(content.length + HEAD + 4);
        file.putBytes(MAGIC, 0, MAGIC.length);
        file.putByte(VERSION);
        file.putInt(out.size());
        file.putBytes(content, 0, content.length);
        file.putInt(checksum(file.array(), file.size()));
        return file.toByteArray();
    }

    /// The index that [#toBytes] made, of this version or of version 1; throws [BackendException] of kind CORRUPT,
    /// naming `name`, for anything else.
    public static BlockIndex parse(String name, byte[] bytes) {
        try {
            return parse(bytes, name);
        } catch (DamagedException | ZstdException | IllegalArgumentException e) {
            throw BackendException.damaged("damaged_index", name, "'" + name + "' is damaged: " + e.getMessage(), e);
        }
    }

    private static BlockIndex parse(byte[] bytes, String name) throws DamagedException {
        int end = bytes.length - 4;
        if (end < HEAD || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new DamagedException("it does not begin with 'SFBI'");
        }
        byte[] padded = Arrays.copyOf(bytes, bytes.length + ByteCursor.SPARE);
        if (new ByteCursor(padded, end, bytes.length).readInt() != checksum(bytes, end)) {
            throw new DamagedException("its checksum is wrong");
        }
        int version = bytes[MAGIC.length];
        if (version < ALL_IDS || version > VERSION) {
            throw new DamagedException("it has version " + version + ", known are " + ALL_IDS + " and " + VERSION);
        }
        int length = new ByteCursor(padded, MAGIC.length + 1, HEAD).readInt();
        if (length < 0 || length > LARGEST) {
            throw new DamagedException("it announces " + length + " bytes");
        }
        byte[] content = new byte[length + ByteCursor.SPARE];
        long inflated = Zstd.decompressByteArray(content, 0, length, bytes, HEAD, end - HEAD);
        if (inflated != length) {
            throw new DamagedException("it inflates to " + inflated + " bytes instead of " + length);
        }
        ByteCursor in = new ByteCursor(content, 0, length);
        BlockIndex index = readIndex(in, name, version);
        in.requireEnd();
        return index;
    }

    private static BlockIndex readIndex(ByteCursor in, String name, int version) throws DamagedException {
        Map<BlockTable, TableIndex> tables = new EnumMap<>(BlockTable.class);
        for (int i = in.readCount(BlockTable.values().length); i > 0; i--) {
            BlockTable table = BlockTable.values()[in.readCount(BlockTable.values().length - 1)];
            tables.put(table, TableIndexFormat.parse(name + "#" + table.label(), in.readBlob()));
        }
        List<Resource> resources = new ArrayList<>();
        for (int i = in.readCount(in.remaining()); i > 0; i--) {
            resources.add(readResource(in));
        }
        List<Scope> scopes = new ArrayList<>();
        for (int i = in.readCount(in.remaining()); i > 0; i--) {
            scopes.add(readScope(in));
        }
        TableIndex traceTable = required(tables, BlockTable.TRACES);
        TraceOutline traces = version == ALL_IDS
                ? TraceOutline.of(readAllTraces(in), traceTable)
                : readTraces(in, TraceOutline.pages(traceTable));
        List<BlockIndex.Group> groups = readGroups(in, traces, required(tables, BlockTable.SPANS));
        return new BlockIndex(tables, resources, scopes, traces, groups);
    }

    private static TableIndex required(Map<BlockTable, TableIndex> tables, BlockTable table) throws DamagedException {
        TableIndex index = tables.get(table);
        if (index == null) {
            throw new DamagedException("it has no " + table.label());
        }
        return index;
    }

    private static List<BlockIndex.Group> readGroups(ByteCursor in, TraceOutline traces, TableIndex spans)
            throws DamagedException {
        int count = in.readCount(spans.groups().size());
        List<BlockIndex.Group> groups = new ArrayList<>();
        GroupPlace place = new GroupPlace();
        for (int group = 0; group < count; group++) {
            groups.add(place.read(in, traces, spans.group(group).rows()));
        }
        return groups;
    }

    private static void putResource(ByteBuilder out, Resource resource) {
        out.putBlob(AnyValueCodec.encode(new AttributeValue.Map(resource.attributes())));
        out.putZigzag(resource.droppedAttributes());
        out.putText(resource.schemaUrl());
        out.putBlob(resource.entityRefs().value());
    }

    private static Resource readResource(ByteCursor in) throws DamagedException {
        return new Resource(
                readAttributes(in), (int) in.readZigzag(), in.readText(), new AttributeValue.Bytes(in.readBlob()));
    }

    private static void putScope(ByteBuilder out, Scope scope) {
        out.putText(scope.name());
        out.putText(scope.version());
        out.putBlob(AnyValueCodec.encode(new AttributeValue.Map(scope.attributes())));
        out.putZigzag(scope.droppedAttributes());
        out.putText(scope.schemaUrl());
    }

    private static Scope readScope(ByteCursor in) throws DamagedException {
        return new Scope(in.readText(), in.readText(), readAttributes(in), (int) in.readZigzag(), in.readText());
    }

    private static List<Attribute> readAttributes(ByteCursor in) throws DamagedException {
        byte[] bytes = in.readBlob();
        if (AnyValueCodec.decode(bytes, 0, bytes.length) instanceof AttributeValue.Map(List<Attribute> attributes)) {
            return attributes;
        }
        throw new DamagedException("a list of attributes is none");
    }

    private static void putTraces(ByteBuilder out, TraceOutline traces) {
        out.putVarint(traces.count());
        out.putVarint(traces.spans());
        for (int page = 0; page < traces.firstHighs().length; page++) {
            out.putLong(Long.reverseBytes(traces.firstHighs()[page]));
            out.putLong(Long.reverseBytes(traces.firstLows()[page]));
        }
    }

    private static TraceOutline readTraces(ByteCursor in, int pages) throws DamagedException {
        int count = in.readCount(Integer.MAX_VALUE);
        int spans = in.readCount(Integer.MAX_VALUE);
        long[] highs = new long[pages];
        long[] lows = new long[pages];
        for (int page = 0; page < pages; page++) {
            highs[page] = Long.reverseBytes(in.readLong());
            lows[page] = Long.reverseBytes(in.readLong());
        }
        return new TraceOutline(count, spans, highs, lows);
    }

    /// As version 1 has them.
    private static TraceIndex readAllTraces(ByteCursor in) throws DamagedException {
        int count = in.readCount(in.remaining() / 16);
        long[] highs = new long[count];
        long[] lows = new long[count];
        int[] firstRows = new int[count + 1];
        for (int i = 0; i < count; i++) {
            highs[i] = Long.reverseBytes(in.readLong());
            lows[i] = Long.reverseBytes(in.readLong());
        }
        for (int i = 0; i < count; i++) {
            firstRows[i + 1] = firstRows[i] + in.readCount(Integer.MAX_VALUE - firstRows[i]);
        }
        return new TraceIndex(highs, lows, firstRows, count);
    }

    private static void putGroup(ByteBuilder out, BlockIndex index, int number) {
        BlockIndex.Group group = index.groups().get(number);
        out.putVarint(index.endTrace(number) - group.firstTrace());
        out.putLong(group.range().startNanos());
        out.putLong(group.range().endNanos());
        out.putVarint(group.events() < 0 ? 0 : 1);
        out.putVarint(group.links() < 0 ? 0 : 1);
        for (BlockIndex.Rest rest : group.rest()) {
            out.putVarint(rest.to() - rest.from());
            out.putVarint(rest.keys().size());
            rest.keys().forEach((key, rows) -> {
                out.putText(key.key());
                out.putVarint(key.type().ordinal());
                out.putVarint(rows);
            });
        }
    }

    /// Where the next group begins.
    private static final class GroupPlace {
        private int trace;
        private int row;
        private int events;
        private int links;
        private long rest;

        BlockIndex.Group read(ByteCursor in, TraceOutline traces, int rows) throws DamagedException {
            int first = trace;
            int firstRow = row;
            trace += in.readCount(traces.count() - trace);
            row += rows;
            TimeRange range = new TimeRange(in.readLong(), in.readLong());
            int eventGroup = in.readCount(1) == 0 ? -1 : events++;
            int linkGroup = in.readCount(1) == 0 ? -1 : links++;
            List<BlockIndex.Rest> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(readRest(in));
            }
            return new BlockIndex.Group(first, firstRow, range, eventGroup, linkGroup, all);
        }

        private BlockIndex.Rest readRest(ByteCursor in) throws DamagedException {
            long from = rest;
            rest += in.readCount(Integer.MAX_VALUE);
            SortedMap<AttributeKey, Integer> keys = new TreeMap<>();
            for (int i = in.readCount(in.remaining()); i > 0; i--) {
                String key = in.readText();
                ValueType type = ValueType.of(in.readCount(ValueType.values().length - 1));
                keys.put(new AttributeKey(key, type), in.readCount(Integer.MAX_VALUE));
            }
            return new BlockIndex.Rest(from, rest, keys);
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
