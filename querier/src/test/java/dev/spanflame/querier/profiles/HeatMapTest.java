package dev.spanflame.querier.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.block.profile.SeriesRequest;
import dev.spanflame.block.profile.SeriesRequest.Aggregation;
import dev.spanflame.model.Labels;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.querier.profiles.HeatMap.Column;
import dev.spanflame.querier.profiles.ProfileStore.Scope;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A profile of ten seconds from second 100 on, which has 1 in each 100 ms and a burst of 50 in one of
/// them.
final class HeatMapTest {
    private static final long START = 100_000;
    private static final int BURST = 37;

    private static ProfileBatch profile(boolean timed) {
        Collapsed profile = Collapsed.of("shop", START);
        for (int i = 0; i < 100; i++) {
            profile.add("main;run", i == BURST ? 50 : 1, i % 10 + 1, Labels.EMPTY);
        }
        ProfileBatch batch = profile.batch();
        for (int i = 0; timed && i < 100; i++) {
            batch.samples().rows().set(SampleColumn.TIME, i, (START + i * 100L + 50) * 1_000_000);
        }
        return batch;
    }

    private static HeatMap.Cells ask(TestProfiles profiles, long start, long end, long step, boolean bySpan)
            throws IOException {
        SeriesRequest request = new SeriesRequest(List.of(), start, end, step, List.of(), Aggregation.SUM, () -> false);
        Scope scope = new Scope(List.of(Tenant.ANONYMOUS), TimeRange.ALL, () -> false);
        return profiles.store().ask(scope, partitions -> HeatMap.of(partitions, request, bySpan, ExemplarKind.PROFILE));
    }

    private static TestProfiles live(boolean timed) {
        return new TestProfiles().live(profile(timed));
    }

    private static TestProfiles flushed() throws IOException {
        TestProfiles profiles = new TestProfiles();
        profiles.flush(List.of(List.of(profile(true))));
        return profiles;
    }

    private static int row(Column column) {
        return IntStream.range(0, HeatMap.ROWS)
                .filter(row -> column.counts()[row] > 0)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void timesOfSamplesMakeColumnsOfATenthOfASecond() throws IOException {
        for (TestProfiles profiles : List.of(live(true), flushed())) {
            List<Column> columns = ask(profiles, START, START + 10_000, 100, false)
                    .series()
                    .getFirst()
                    .columns();
            assertThat(columns).hasSize(100);
            for (Column column : columns) {
                boolean burst = column.timeMillis() == START + (BURST + 1) * 100L;
                assertThat(row(column)).isEqualTo(burst ? HeatMap.ROWS - 1 : 0);
                assertThat(column.exemplars()).hasSize(1);
            }
        }
    }

    @Test
    void aPartOfAProfileIsShownThatBeganBefore() throws IOException {
        List<Column> columns = ask(live(true), START + 3_500, START + 4_000, 100, false)
                .series()
                .getFirst()
                .columns();
        assertThat(columns)
                .extracting(Column::timeMillis)
                .containsExactly(103_500L, 103_600L, 103_700L, 103_800L, 103_900L, 104_000L);
        assertThat(row(columns.get(3))).isEqualTo(HeatMap.ROWS - 1);
    }

    @Test
    void spansAreToldApartInEachColumn() throws IOException {
        List<Column> columns = ask(live(true), START, START + 10_000, 1_000, true)
                .series()
                .getFirst()
                .columns();
        assertThat(columns).hasSize(10);
        assertThat(columns)
                .allSatisfy(column ->
                        assertThat(Arrays.stream(column.counts()).sum()).isEqualTo(10));
    }

    @Test
    void aProfileIsOneWhereColumnsAreLongerOrTimesUnknown() throws IOException {
        List<Column> coarse = ask(live(true), START, START + 60_000, 15_000, false)
                .series()
                .getFirst()
                .columns();
        assertThat(coarse).hasSize(1);
        List<Column> untimed = ask(live(false), START, START + 10_000, 100, false)
                .series()
                .getFirst()
                .columns();
        assertThat(untimed).singleElement().satisfies(column -> {
            assertThat(column.timeMillis()).isEqualTo(START);
            assertThat(Arrays.stream(column.counts()).sum()).isEqualTo(1);
        });
        assertThat(ask(live(false), START + 3_500, START + 4_000, 100, false).series())
                .isEmpty();
    }

    @Test
    void valuesTooLargeToAddUpStayTheLargest() throws IOException {
        Collapsed huge = Collapsed.of("shop", START);
        huge.add("main;a", Long.MAX_VALUE, 1, Labels.EMPTY);
        huge.add("main;b", 6, 2, Labels.EMPTY);
        Collapsed small = Collapsed.of("shop", START + 1_000);
        small.add("main;a", 5, 3, Labels.EMPTY);
        TestProfiles profiles = new TestProfiles().live(huge.batch()).live(small.batch());
        for (long step : new long[] {100, 5_000, 60_000}) {
            HeatMap.Cells cells = ask(profiles, START, START + 60_000, step, false);
            assertThat(cells.lowest()).isSorted();
            int[] counts = new int[HeatMap.ROWS];
            cells.series()
                    .getFirst()
                    .columns()
                    .forEach(column -> Arrays.setAll(counts, row -> counts[row] + column.counts()[row]));
            assertThat(counts[0]).isPositive();
            assertThat(counts[HeatMap.ROWS - 1]).isPositive();
        }
    }
}
