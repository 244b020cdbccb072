package dev.spanflame.block.parquet.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PageLayoutTest {
    private static final TableSchema SCHEMA = new TableSchema(List.of(
            ColumnSpec.required("n", PhysicalType.INT64, LogicalType.NONE),
            ColumnSpec.optional("t", PhysicalType.BYTE_ARRAY, LogicalType.STRING)));

    private static List<ColumnData> columns(Presence presence, int... lengths) {
        String[] texts = new String[lengths.length];
        int[] ids = new int[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            texts[i] = "x".repeat(lengths[i]);
            ids[i] = i;
        }
        return List.of(
                ColumnData.full(new ColumnValues.Longs(new long[presence.rows()], presence.rows())),
                new ColumnData(presence, new ColumnValues.Texts(ids, ids.length, ByteStrings.of(texts))));
    }

    @Test
    void pagesEndAfterTheMostRows() {
        List<ColumnData> columns = columns(Presence.none(20_000));
        assertThat(PageLayout.DEFAULT.bounds(SCHEMA, columns, 0, 20_000))
                .isEqualTo(PageBounds.of(0, 8192, 16_384, 20_000));
        assertThat(PageLayout.DEFAULT.bounds(SCHEMA, columns, 100, 101)).isEqualTo(PageBounds.of(100, 101));
    }

    @Test
    void pagesEndBeforeAnyColumnHasTooManyBytes() {
        List<ColumnData> columns = columns(Presence.all(6), 50, 40, 2, 200, 1, 1);
        assertThat(new PageLayout(100, 100).bounds(SCHEMA, columns, 0, 6)).isEqualTo(PageBounds.of(0, 2, 3, 4, 6));
        assertThat(new PageLayout(100, 17).bounds(SCHEMA, columns(Presence.none(5)), 0, 5))
                .isEqualTo(PageBounds.of(0, 2, 4, 5));
    }

    @Test
    void noPageOfSeveralRowsHasTooManyBytes() {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            int rows = 1 + random.nextInt(200);
            long[] words = random.longs(Presence.words(rows)).toArray();
            words[words.length - 1] &= -1L >>> -rows;
            Presence presence = Presence.of(rows, words);
            int[] lengths =
                    random.ints(presence.count(), 0, 1 + random.nextInt(300)).toArray();
            List<ColumnData> columns = columns(presence, lengths);
            int most = 16 + random.nextInt(1000);
            PageBounds bounds = new PageLayout(64, most).bounds(SCHEMA, columns, 0, rows);
            assertThat(bounds.rows()).isEqualTo(rows);
            for (int page = 0; page < bounds.pages(); page++) {
                long bytes = 0;
                for (int value = presence.rank(bounds.start(page)); value < presence.rank(bounds.end(page)); value++) {
                    bytes += 4 + lengths[value];
                }
                assertThat(bytes <= most || bounds.rows(page) == 1).isTrue();
                assertThat(bounds.rows(page)).isLessThanOrEqualTo(64);
            }
        }
    }
}
