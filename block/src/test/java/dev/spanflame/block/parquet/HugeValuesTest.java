package dev.spanflame.block.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.block.parquet.table.PageBounds;
import dev.spanflame.block.parquet.table.PageLayout;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.ReadLimits;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.parquet.table.TableSchema;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Tables of values of a mebibyte each, many times larger than the heap.
final class HugeValuesTest {
    private static final int VALUE_BYTES = 1 << 20;
    private static final int PAGE_VALUES = 4;
    private static final WriteOptions OPTIONS =
            WriteOptions.DEFAULT.withLayout(new PageLayout(8192, PAGE_VALUES * (VALUE_BYTES + 4)));
    private static final TableSchema SCHEMA = new TableSchema(List.of(
            ColumnSpec.required("row", PhysicalType.INT64, LogicalType.NONE),
            ColumnSpec.optional("value", PhysicalType.BYTE_ARRAY, LogicalType.STRING)));

    @TempDir
    Path directory;

    @Test
    void aTableOfHugeValuesIsWrittenAndReadPageByPage() throws IOException {
        writeAndRead(600);
    }

    @Test
    @Tag("long")
    @EnabledIfSystemProperty(named = "spanflame.long", matches = "true", disabledReason = "writes 10 GiB of values")
    void aTableTenTimesTheHeapIsWrittenAndReadPageByPage() throws IOException {
        writeAndRead(10_000);
    }

    private void writeAndRead(int values) throws IOException {
        Path file = directory.resolve("huge.parquet");
        TableIndex index = write(file, values);
        assertThat(index.rows()).isEqualTo(values);
        assertThat(index.groups()).hasSizeGreaterThan(values / 200);
        try (FileChannel channel = FileChannel.open(file)) {
            RangeReader source = (offset, length) -> {
                ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, channel.size() - offset));
                while (buffer.hasRemaining()) {
                    channel.read(buffer, offset + buffer.position());
                }
                return buffer.array();
            };
            TableReader reader = TableReader.open("huge", source, channel.size(), ReadLimits.DEFAULT);
            FooterIndex.assertSame(reader.index(), index);
            int row = 0;
            for (int group = 0; group < index.groups().size(); group++) {
                PageBounds bounds = index.group(group).bounds();
                for (int page = 0; page < bounds.pages(); page++) {
                    row = assertPage(
                            reader.chunk(group, 0).page(page),
                            reader.chunk(group, 1).page(page),
                            row);
                }
            }
            assertThat(row).isEqualTo(values);
        }
    }

    private static int assertPage(ColumnData rows, ColumnData values, int first) {
        assertThat(values.rows()).isBetween(1, PAGE_VALUES);
        ColumnValues.Texts texts = (ColumnValues.Texts) values.values();
        byte[] expected = new byte[VALUE_BYTES];
        int row = first;
        for (int i = 0; i < values.rows(); i++, row++) {
            assertThat(((ColumnValues.Longs) rows.values()).values()[i]).isEqualTo(row);
            assertThat(values.presence().has(i)).isEqualTo(isPresent(row));
            if (isPresent(row)) {
                fill(expected, 0, row);
                int id = texts.ids()[values.presence().rank(i)];
                assertThat(texts.entries().equals(id, expected, 0, VALUE_BYTES)).isTrue();
            }
        }
        return row;
    }

    private static TableIndex write(Path file, int values) throws IOException {
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file));
                TableWriter writer = new TableWriter(SCHEMA, ByteSink.of(stream), OPTIONS)) {
            byte[] bytes = new byte[PAGE_VALUES * VALUE_BYTES + 16];
            try (RowGroupAppender appender = writer.appender(RowGroupAppender.Limits.DEFAULT)) {
                for (int row = 0; row < values; row += PAGE_VALUES) {
                    appender.append(page(bytes, row, Math.min(values, row + PAGE_VALUES)));
                }
            }
            return writer.finish();
        }
    }

    private static List<ColumnData> page(byte[] bytes, int from, int to) {
        long[] words = new long[1];
        long[] rows = new long[to - from];
        int[] offsets = new int[to - from + 1];
        int count = 0;
        for (int row = from; row < to; row++) {
            rows[row - from] = row;
            if (isPresent(row)) {
                words[0] |= 1L << row - from;
                fill(bytes, count * VALUE_BYTES, row);
                offsets[++count] = count * VALUE_BYTES;
            }
        }
        int[] ids = new int[count];
        Arrays.setAll(ids, i -> i);
        ColumnValues.Texts texts = new ColumnValues.Texts(ids, count, new ByteStrings(bytes, offsets, count));
        return List.of(
                ColumnData.full(new ColumnValues.Longs(rows, rows.length)),
                new ColumnData(Presence.of(rows.length, words), texts));
    }

    private static boolean isPresent(int row) {
        return row % 7 != 3;
    }

    /// A text that compresses well and is another one for each row.
    private static void fill(byte[] target, int from, int row) {
        Arrays.fill(target, from, from + VALUE_BYTES, (byte) ('a' + row % 26));
        byte[] number = Integer.toString(row).getBytes(StandardCharsets.US_ASCII);
        for (int at = from; at < from + VALUE_BYTES; at += 1 << 16) {
            System.arraycopy(number, 0, target, at, number.length);
        }
    }

    @Test
    void aRowGroupOfRandomBytesEndsAtItsLimits() throws IOException {
        Random random = new Random(8);
        byte[] bytes = new byte[VALUE_BYTES + 16];
        long[] written = new long[1];
        try (TableWriter writer = new TableWriter(SCHEMA, (_, _, length) -> written[0] += length, OPTIONS)) {
            long most = 0;
            try (RowGroupAppender appender = writer.appender(new RowGroupAppender.Limits(1000, 8L << 20))) {
                for (int row = 0; row < 40; row++) {
                    random.nextBytes(bytes);
                    ByteStrings entries = new ByteStrings(bytes, new int[] {0, VALUE_BYTES}, 1);
                    appender.append(List.of(
                            ColumnData.full(new ColumnValues.Longs(new long[] {row}, 1)),
                            ColumnData.full(new ColumnValues.Texts(new int[1], 1, entries))));
                    most = Math.max(most, (row + 1L) * VALUE_BYTES - written[0]);
                }
            }
            TableIndex index = writer.finish();
            assertThat(most).isLessThan(9L << 20);
            assertThat(index.groups()).hasSize(5).allMatch(group -> group.rows() == 8);
        }
    }

    @Test
    void rowsThatWereAppendedButNotEndedAreNotForgotten() throws IOException {
        try (TableWriter writer = new TableWriter(SCHEMA, (_, _, _) -> {}, OPTIONS)) {
            RowGroupAppender appender = writer.appender(RowGroupAppender.Limits.DEFAULT);
            appender.append(List.of(
                    ColumnData.full(new ColumnValues.Longs(new long[1], 1)),
                    SCHEMA.column(1).absent(1)));
            assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
            appender.close();
            assertThat(writer.finish().rows()).isEqualTo(1);
        }
    }

    @Test
    void aValueBeyondWhatReadersAcceptIsRefused() throws IOException {
        byte[] bytes = new byte[(65 << 20) + 16];
        ByteStrings entries = new ByteStrings(bytes, new int[] {0, 65 << 20}, 1);
        try (TableWriter writer = new TableWriter(SCHEMA, (_, _, _) -> {}, OPTIONS)) {
            assertThatThrownBy(() -> writer.writeRowGroup(List.of(
                            ColumnData.full(new ColumnValues.Longs(new long[1], 1)),
                            ColumnData.full(new ColumnValues.Texts(new int[1], 1, entries)))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("readers accept");
        }
    }
}
