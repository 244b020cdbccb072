package dev.spanflame.block.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.FetchPlan;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.block.parquet.table.PageBounds;
import dev.spanflame.block.parquet.table.PageLayout;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.ReadLimits;
import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.parquet.table.TableIndexFormat;
import dev.spanflame.block.parquet.table.TableSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TableRoundTripTest {
    private static final int TABLES = Integer.getInteger("spanflame.tables", 40);

    @Test
    void randomTablesAreReadAsTheyWereWritten() throws IOException {
        for (int seed = 0; seed < TABLES; seed++) {
            TestTable table = RandomTables.table(seed, seed % 25 == 0);
            TestTable.Written written = table.write();
            assertSame(table, written.open(table.name()));
            assertSame(table, written.openByIndex(table.name()));
        }
    }

    private static void assertSame(TestTable table, TableReader reader) throws IOException {
        assertThat(reader.index().schema()).isEqualTo(table.schema());
        assertThat(reader.index().rows()).isEqualTo(table.rows());
        for (int column = 0; column < table.schema().size(); column++) {
            List<Object> cells = new ArrayList<>();
            for (int group = 0; group < table.groups().size(); group++) {
                cells.addAll(Cells.all(table.schema().column(column), reader.read(group, column)));
            }
            assertThat(cells)
                    .as(table.name() + " " + table.schema().column(column))
                    .isEqualTo(table.column(column));
        }
    }

    @Test
    void theIndexOfTheWriterTheFooterAndItsOwnBytesAreTheSame() throws IOException {
        for (int seed = 0; seed < TABLES; seed++) {
            TestTable table = RandomTables.table(seed, false);
            TestTable.Written written = table.write();
            assertThat(TableIndexFormat.parse("index", TableIndexFormat.toBytes(written.index())))
                    .isEqualTo(written.index());
            boolean hasNaN = table.schema().columns().stream().anyMatch(spec -> spec.type() == PhysicalType.DOUBLE);
            if (!hasNaN
                    && table.schema().columns().stream().noneMatch(spec -> spec.type() == PhysicalType.BYTE_ARRAY)) {
                FooterIndex.assertSame(written.open("footer").index(), written.index());
            }
        }
    }

    @Test
    void rowRangesAndPagesAreTheSameRowsAsInTheWholeColumn() throws IOException {
        Random random = new Random(11);
        for (int seed = 0; seed < TABLES; seed++) {
            TestTable table = RandomTables.table(seed, false);
            TableReader reader = table.write().openByIndex("table");
            for (int group = 0; group < table.groups().size(); group++) {
                int column = random.nextInt(table.schema().size());
                ColumnSpec spec = table.schema().column(column);
                List<Object> all = Cells.all(spec, table.groups().get(group).get(column));
                PageBounds bounds = reader.index().group(group).bounds();
                int from = random.nextInt(all.size());
                int to = from + 1 + random.nextInt(all.size() - from);
                int page = bounds.pageOf(from);
                FetchPlan plan = reader.plan();
                plan.pages(group, column, page, bounds.pageOf(to - 1) + 1);
                ChunkReader planned = reader.chunk(group, column, reader.fetch(plan));
                assertThat(Cells.all(spec, planned.read(from, to))).isEqualTo(all.subList(from, to));
                for (int row = from; row < Math.min(to, bounds.end(page)); row++) {
                    assertThat(Cells.all(spec, planned.read(row, row + 1))).isEqualTo(all.subList(row, row + 1));
                }
                assertThat(Cells.all(spec, planned.page(page)))
                        .isEqualTo(all.subList(bounds.start(page), bounds.end(page)));
                assertThat(Cells.all(spec, reader.chunk(group, column).read(from, to)))
                        .isEqualTo(all.subList(from, to));
            }
        }
    }

    @Test
    void onlyPagesThatHoldWantedRowsAreFetched() throws IOException {
        TestTable table = ofTexts(List.of("a", "b", "a", "b", "a", "b", "a", "b", "a"), new PageLayout(3, 1 << 20));
        TestTable.Written written = table.write();
        List<Long> fetched = new ArrayList<>();
        RangeReader counting = (offset, length) -> {
            fetched.add((long) length);
            return RangeReader.of(written.bytes()).read(offset, length);
        };
        TableReader reader = new TableReader("texts", written.index(), counting, ReadLimits.DEFAULT);
        ChunkReader chunk = reader.chunk(0, 0);

        assertThat(chunk.entries().orElseThrow().size()).isEqualTo(2);
        assertThat(fetched)
                .containsExactly((long) chunk.index().dictionaryBytes().length());
        ColumnData middle = chunk.read(4, 5);
        assertThat(Cells.all(table.schema().column(0), middle)).containsExactly("a");
        assertThat(fetched).hasSize(2);
        assertThat(fetched.get(1)).isEqualTo(chunk.index().pageBytes(1, 2).length());
    }

    @Test
    void aDictionaryIsNotReadWhereNoWantedRowHasAValue() throws IOException {
        TableSchema schema =
                new TableSchema(List.of(ColumnSpec.optional("n", PhysicalType.BYTE_ARRAY, LogicalType.STRING)));
        ByteStrings entries = ByteStrings.of("seven".repeat(9), "eight".repeat(9));
        ColumnData column = new ColumnData(
                Presence.of(12, new long[] {0b1111_0000_1111L}),
                new ColumnValues.Texts(new int[] {0, 1, 0, 1, 0, 1, 0, 1}, 8, entries));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        TableIndex index;
        try (TableWriter writer = new TableWriter(schema, ByteSink.of(file), WriteOptions.DEFAULT)) {
            writer.writeRowGroup(List.of(column), PageBounds.of(0, 12));
            index = writer.finish();
        }
        TableReader reader = new TableReader("n", index, RangeReader.of(file.toByteArray()), ReadLimits.DEFAULT);
        ChunkReader chunk = reader.chunk(0, 0, reader.fetch(reader.plan().pagesAlone(0, 0, 0, 1), 0));

        assertThat(chunk.hasDictionary()).isTrue();
        assertThat(chunk.read(4, 8).presence().count()).isZero();
        assertThatThrownBy(() -> chunk.read(4, 9)).isInstanceOf(IllegalStateException.class);
        ColumnValues known = reader.chunk(0, 0).dictionary().orElseThrow();
        assertThat(Cells.all(schema.column(0), chunk.knowing(known).read(3, 9)))
                .containsExactly("eight".repeat(9), Cells.NULL, Cells.NULL, Cells.NULL, Cells.NULL, "seven".repeat(9));
    }

    @Test
    void textsOfAColumnWithDictionaryShareItsEntries() throws IOException {
        TestTable table = ofTexts(List.of("a", "b", "a", "b", "a", "b"), new PageLayout(3, 1 << 20));
        ChunkReader chunk = table.write().openByIndex("texts").chunk(0, 0);
        ColumnValues.Texts first = (ColumnValues.Texts) chunk.page(0).values();
        ColumnValues.Texts second = (ColumnValues.Texts) chunk.page(1).values();
        assertThat(first.entries())
                .isSameAs(second.entries())
                .isSameAs(chunk.entries().orElseThrow());
    }

    @Test
    void aRowGroupCanBeAPartOfLargerColumns() throws IOException {
        TableSchema schema = new TableSchema(List.of(ColumnSpec.optional("n", PhysicalType.INT64, LogicalType.NONE)));
        long[] words = {0b1011_0110_1011_0110L};
        ColumnData column = new ColumnData(
                Presence.of(16, words), new ColumnValues.Longs(new long[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 10));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (TableWriter writer = new TableWriter(schema, ByteSink.of(file), WriteOptions.DEFAULT)) {
            writer.writeRowGroup(List.of(column), PageBounds.of(3, 5, 11));
            writer.finish();
        }
        TableReader reader =
                TableReader.open("part", RangeReader.of(file.toByteArray()), file.size(), ReadLimits.DEFAULT);
        List<Object> all = Cells.all(schema.column(0), column);
        assertThat(Cells.all(schema.column(0), reader.read(0, 0))).isEqualTo(all.subList(3, 11));
    }

    @Test
    void metadataComesBack() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        TestTable table = ofTexts(List.of("x"), PageLayout.DEFAULT);
        try (TableWriter writer = new TableWriter(table.schema(), ByteSink.of(file), WriteOptions.DEFAULT)) {
            writer.metadata("spanflame", "seal spanflame.seal\u0018\u0018");
            writer.metadata("käse", "");
            assertThatThrownBy(() -> writer.metadata("spanflame.seal", "x"))
                    .isInstanceOf(IllegalArgumentException.class);
            writer.writeRowGroup(table.groups().getFirst());
            writer.finish();
        }
        TableReader reader =
                TableReader.open("texts", RangeReader.of(file.toByteArray()), file.size(), ReadLimits.DEFAULT);
        assertThat(reader.index().metadata())
                .containsEntry("spanflame", "seal spanflame.seal\u0018\u0018")
                .containsEntry("käse", "")
                .hasSize(2);
    }

    @Test
    void columnsThatDoNotFitAreRefused() throws IOException {
        TableSchema schema = new TableSchema(List.of(
                ColumnSpec.required("n", PhysicalType.INT32, LogicalType.NONE),
                ColumnSpec.required("s", PhysicalType.BYTE_ARRAY, LogicalType.STRING)));
        ColumnData number = ColumnData.full(new ColumnValues.Longs(new long[] {1}, 1));
        ColumnData tooLarge = ColumnData.full(new ColumnValues.Longs(new long[] {1L << 31}, 1));
        ColumnData text =
                ofTexts(List.of("x"), PageLayout.DEFAULT).groups().getFirst().getFirst();
        assertRefused(schema, List.of(number), "1 columns");
        assertRefused(schema, List.of(number, number), "cannot hold Longs");
        assertRefused(schema, List.of(number, schema.column(1).absent(1)), "must have a value in every row");
        assertRefused(schema, List.of(number, schema.column(1).absent(0)), "has 0 rows");
        assertRefused(schema, List.of(tooLarge, text), "2147483648 does not fit INT32");
    }

    private static void assertRefused(TableSchema schema, List<ColumnData> columns, String reason) throws IOException {
        try (TableWriter writer =
                new TableWriter(schema, ByteSink.of(new ByteArrayOutputStream()), WriteOptions.DEFAULT)) {
            assertThatThrownBy(() -> writer.writeRowGroup(columns))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(reason);
        }
    }

    @Test
    void afterAFailureOfTheSinkNothingMoreIsWritten() throws IOException {
        TestTable table = ofTexts(List.of("x"), PageLayout.DEFAULT);
        int[] left = {1};
        ByteSink failing = (_, _, _) -> {
            if (left[0]-- == 0) {
                throw new IOException("no space left");
            }
        };
        try (TableWriter writer = new TableWriter(table.schema(), failing, WriteOptions.DEFAULT)) {
            assertThatThrownBy(() -> writer.writeRowGroup(table.groups().getFirst()))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
        }
    }

    private static TestTable ofTexts(List<String> texts, PageLayout layout) {
        TableSchema schema =
                new TableSchema(List.of(ColumnSpec.optional("text", PhysicalType.BYTE_ARRAY, LogicalType.STRING)));
        ByteInterner interner = new ByteInterner();
        int[] ids = texts.stream()
                .mapToInt(text -> interner.intern(text.getBytes(StandardCharsets.UTF_8), 0, text.length()))
                .toArray();
        ColumnData column = ColumnData.full(new ColumnValues.Texts(ids, ids.length, interner.strings()));
        return new TestTable("texts", schema, List.of(List.of(column)), WriteOptions.DEFAULT.withLayout(layout));
    }
}
