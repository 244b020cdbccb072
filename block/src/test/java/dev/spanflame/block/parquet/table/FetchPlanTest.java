package dev.spanflame.block.parquet.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class FetchPlanTest {
    private static final int PAGES = 8;
    private static final TableIndex INDEX = index();

    /// Two row groups of three columns; the first column has a dictionary of 100 bytes; pages have 1,000 to 8,000.
    private static TableIndex index() {
        TableSchema schema = new TableSchema(List.of(
                ColumnSpec.optional("a", PhysicalType.BYTE_ARRAY, LogicalType.STRING),
                ColumnSpec.optional("b", PhysicalType.INT64, LogicalType.NONE),
                ColumnSpec.optional("c", PhysicalType.INT64, LogicalType.NONE)));
        int[] rows = new int[PAGES + 1];
        for (int page = 0; page <= PAGES; page++) {
            rows[page] = page * 10;
        }
        List<RowGroupIndex> groups = new ArrayList<>();
        long at = 4;
        for (int group = 0; group < 2; group++) {
            List<ChunkIndex> chunks = new ArrayList<>();
            for (int column = 0; column < 3; column++) {
                int[] starts = new int[PAGES + 1];
                starts[0] = column == 0 ? 100 : 0;
                for (int page = 0; page < PAGES; page++) {
                    starts[page + 1] = starts[page] + (page + 1) * 1000;
                }
                ColumnEncoding encoding = column == 0 ? ColumnEncoding.DICTIONARY : ColumnEncoding.PLAIN;
                chunks.add(
                        new ChunkIndex(new ChunkIndex.Figures(encoding, at, starts, new int[PAGES], 0, 50_000, null)));
                at += starts[PAGES];
            }
            groups.add(new RowGroupIndex(PageBounds.of(rows), chunks));
        }
        return new TableIndex(schema, groups, at + 100, new TreeMap<>());
    }

    @Test
    void aPageOfAColumnWithDictionaryTakesTwoRangesWithoutGapAndOneWithIt() {
        FetchPlan plan = new FetchPlan(INDEX).row(0, 0, 25);
        assertThat(plan.ranges(0)).containsExactly(new ByteRange(4, 100), new ByteRange(4 + 100 + 3000, 3000));
        assertThat(plan.ranges(3000)).containsExactly(new ByteRange(4, 6100));
    }

    @Test
    void whatIsNotWantedIsNotFetched() {
        assertThat(new FetchPlan(INDEX).ranges()).isEmpty();
        assertThat(new FetchPlan(INDEX).dictionary(0, 1).ranges()).isEmpty();
        assertThat(new FetchPlan(INDEX).dictionary(1, 0).ranges())
                .containsExactly(INDEX.group(1).chunk(0).dictionaryBytes());
    }

    @Test
    void allColumnsOfARowGroupAreOneFetch() {
        FetchPlan plan =
                new FetchPlan(INDEX).chunk(0, 2).chunk(0, 0).chunk(0, 1).chunk(0, 1);
        assertThat(plan.ranges(0)).containsExactly(new ByteRange(4, 3 * 36_000 + 100));
    }

    @Test
    void everyWantedRangeLiesInOneFetchedRange() {
        Random random = new Random(1);
        for (int round = 0; round < 500; round++) {
            FetchPlan plan = new FetchPlan(INDEX);
            List<ByteRange> wanted = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                int group = random.nextInt(2);
                int column = random.nextInt(3);
                int from = random.nextInt(PAGES);
                int to = from + 1 + random.nextInt(PAGES - from);
                plan.pages(group, column, from, to);
                wanted.add(INDEX.group(group).chunk(column).pageBytes(from, to));
            }
            int gap = random.nextInt(20_000);
            List<ByteRange> ranges = plan.ranges(gap);
            for (ByteRange range : wanted) {
                assertThat(ranges).anyMatch(fetched -> fetched.covers(range));
            }
            for (int i = 1; i < ranges.size(); i++) {
                assertThat(ranges.get(i).offset() - ranges.get(i - 1).end()).isGreaterThan(gap);
            }
        }
    }
}
