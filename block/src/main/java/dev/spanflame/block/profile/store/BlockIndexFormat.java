package dev.spanflame.block.profile.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.parquet.encoding.ByteBuilder;
import dev.spanflame.block.parquet.encoding.ByteCursor;
import dev.spanflame.block.parquet.encoding.DamagedException;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.parquet.table.TableIndexFormat;
import dev.spanflame.block.profile.ProfileRows;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// A [BlockIndex] as bytes, all numbers of variable length but those of the frame:
///
/// ```
/// file     := "SFPI" 1, length of the content (4 bytes), CRC-32C of what follows (4 bytes), zstd of the content
/// content  := start, end, texts, series, services, profiles, tables
/// texts    := count, { length, UTF-8 }
/// series   := count, { labels, { name, value } }            (names and values are numbers of texts)
/// services := count, { name, stacks, nodes }
/// profiles := count, { series, time, duration, total: each the difference to the row before; samples }
/// tables   := count, { name, length, index of the table }
/// ```
final class BlockIndexFormat {
    private static final byte[] MAGIC = {'S', 'F', 'P', 'I', ProfileTables.FORMAT_VERSION};
    private static final int HEADER = MAGIC.length + 8;
    private static final int MAX_CONTENT = 1 << 30;
    private static final int ZSTD_LEVEL = 3;

    private BlockIndexFormat() {}

    static byte[] toBytes(BlockIndex index) {
        ByteBuilder content = new ByteBuilder(1 << 16);
        content.putZigzag(index.range().startNanos());
        content.putZigzag(index.range().endNanos());
        putSeries(index, content);
        putProfiles(index.rows(), content);
        content.putVarint(index.tables().size());
        index.tables().forEach((name, table) -> {
            content.putText(name);
            content.putBlob(TableIndexFormat.toBytes(table));
        });
        byte[] compressed = Zstd.compress(content.toByteArray(), ZSTD_LEVEL);
        ByteBuilder file = new ByteBuilder(compressed.length + HEADER);
        file.putBytes(MAGIC, 0, MAGIC.length);
        file.putInt(content.size());
        file.putInt(checksum(compressed, 0));
        file.putBytes(compressed, 0, compressed.length);
        return file.toByteArray();
    }

    private static void putSeries(BlockIndex index, ByteBuilder out) {
        ByteInterner texts = new ByteInterner();
        ByteBuilder body = new ByteBuilder(1 << 12);
        body.putVarint(index.series().size());
        for (Labels labels : index.series()) {
            body.putVarint(labels.size());
            for (Labels.Label label : labels) {
                body.putVarint(number(label.name(), texts));
                body.putVarint(number(label.value(), texts));
            }
        }
        body.putVarint(index.services().size());
        for (BlockIndex.Service service : index.services()) {
            body.putVarint(number(service.name(), texts));
            body.putVarint(service.stacks());
            body.putVarint(service.nodes());
        }
        ByteStrings strings = texts.strings();
        out.putVarint(strings.size());
        for (int i = 0; i < strings.size(); i++) {
            out.putVarint(strings.length(i));
            out.putBytes(strings.bytes(), strings.offset(i), strings.length(i));
        }
        out.putBytes(body.array(), 0, body.size());
    }

    private static void putProfiles(ProfileRows rows, ByteBuilder out) {
        out.putVarint(rows.count());
        for (int row = 0; row < rows.count(); row++) {
            boolean first = row == 0;
            out.putZigzag(rows.series()[row] - (first ? 0L : rows.series()[row - 1]));
            out.putZigzag(rows.times()[row] - (first ? 0 : rows.times()[row - 1]));
            out.putZigzag(rows.durations()[row] - (first ? 0 : rows.durations()[row - 1]));
            out.putZigzag(rows.totals()[row] - (first ? 0 : rows.totals()[row - 1]));
            out.putVarint(rows.sampleCounts()[row]);
        }
    }

    private static int number(String text, ByteInterner texts) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return texts.intern(utf8, 0, utf8.length);
    }

    private static int checksum(byte[] bytes, int from) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, bytes.length - from);
        return (int) crc.getValue();
    }

    /// The index that [#toBytes] made; throws [BackendException] of kind CORRUPT, naming `name`, for anything
    /// else.
    static BlockIndex parse(String name, byte[] bytes) {
        try {
            ByteCursor in = content(bytes);
            TimeRange range = new TimeRange(in.readZigzag(), in.readZigzag());
            String[] texts = readTexts(in);
            List<Labels> series = readSeries(in, texts);
            List<BlockIndex.Service> services = readServices(in, texts);
            ProfileRows rows = readProfiles(in, series.size());
            BlockIndex index = new BlockIndex(range, series, rows, services, readTables(name, in));
            in.requireEnd();
            return index;
        } catch (DamagedException | IllegalArgumentException | ArithmeticException e) {
            throw BackendException.damaged("damaged_index", name, "'" + name + "' is damaged: " + e.getMessage(), e);
        }
    }

    private static ByteCursor content(byte[] bytes) throws DamagedException {
        if (bytes.length < HEADER || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new DamagedException("it does not begin with 'SFPI' and version " + ProfileTables.FORMAT_VERSION);
        }
        byte[] header = Arrays.copyOf(Arrays.copyOf(bytes, HEADER), HEADER + ByteCursor.SPARE);
        ByteCursor in = new ByteCursor(header, MAGIC.length, HEADER);
        int length = in.readInt();
        if (in.readInt() != checksum(bytes, HEADER)) {
            throw new DamagedException("its checksum is wrong");
        }
        if (length < 0 || length > MAX_CONTENT) {
            throw new DamagedException("it tells of " + length + " bytes, at most " + MAX_CONTENT + " are read");
        }
        byte[] content = new byte[length + ByteCursor.SPARE];
        long inflated;
        try {
            inflated = Zstd.decompressByteArray(content, 0, length, bytes, HEADER, bytes.length - HEADER);
        } catch (ZstdException e) {
            throw new DamagedException("it cannot be inflated: " + e.getMessage());
        }
        if (inflated != length) {
            throw new DamagedException("it inflates to " + inflated + " bytes, not " + length);
        }
        return new ByteCursor(content, 0, length);
    }

    private static String[] readTexts(ByteCursor in) throws DamagedException {
        String[] texts = new String[in.readCount(in.remaining())];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = in.readText();
        }
        return texts;
    }

    private static List<Labels> readSeries(ByteCursor in, String[] texts) throws DamagedException {
        int count = in.readCount(in.remaining());
        List<Labels> series = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            TreeMap<String, String> labels = new TreeMap<>();
            for (int left = in.readCount(in.remaining()); left > 0; left--) {
                String name = texts[in.readCount(texts.length - 1)];
                labels.put(name, texts[in.readCount(texts.length - 1)]);
            }
            series.add(Labels.of(labels));
        }
        return series;
    }

    private static List<BlockIndex.Service> readServices(ByteCursor in, String[] texts) throws DamagedException {
        int count = in.readCount(in.remaining());
        List<BlockIndex.Service> services = new ArrayList<>(count);
        int stacks = 0;
        int nodes = 0;
        for (int i = 0; i < count; i++) {
            String name = texts[in.readCount(texts.length - 1)];
            BlockIndex.Service service =
                    new BlockIndex.Service(name, in.readCount(Integer.MAX_VALUE), in.readCount(Integer.MAX_VALUE));
            stacks = Math.addExact(stacks, service.stacks());
            nodes = Math.addExact(nodes, service.nodes());
            services.add(service);
        }
        return services;
    }

    private static ProfileRows readProfiles(ByteCursor in, int seriesCount) throws DamagedException {
        int count = in.readCount(in.remaining());
        ProfileRows rows = new ProfileRows(
                count,
                new int[count],
                new long[count],
                new long[count],
                new int[count],
                new int[count],
                new long[count]);
        int first = 0;
        for (int row = 0; row < count; row++) {
            boolean alone = row == 0;
            long series = in.readZigzag() + (alone ? 0 : rows.series()[row - 1]);
            if (series < 0 || series >= seriesCount) {
                throw new DamagedException("profile " + row + " is of series " + series + " of " + seriesCount);
            }
            rows.series()[row] = (int) series;
            rows.times()[row] = in.readZigzag() + (alone ? 0 : rows.times()[row - 1]);
            rows.durations()[row] = in.readZigzag() + (alone ? 0 : rows.durations()[row - 1]);
            rows.totals()[row] = in.readZigzag() + (alone ? 0 : rows.totals()[row - 1]);
            rows.firstSamples()[row] = first;
            rows.sampleCounts()[row] = in.readCount(Integer.MAX_VALUE);
            first = Math.addExact(first, rows.sampleCounts()[row]);
        }
        return rows;
    }

    private static SortedMap<String, TableIndex> readTables(String file, ByteCursor in) throws DamagedException {
        SortedMap<String, TableIndex> tables = new TreeMap<>();
        for (int left = in.readCount(in.remaining()); left > 0; left--) {
            String name = in.readText();
            tables.put(name, TableIndexFormat.parse(file + " of " + name, in.readBlob()));
        }
        return tables;
    }
}
