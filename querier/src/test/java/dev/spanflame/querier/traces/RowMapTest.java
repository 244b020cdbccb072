package dev.spanflame.querier.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.traceql.fetch.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RowMapTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 128, 1000, 5000})
    void rowsAndSetsOfRowsFollowTheKeptRanges(int size) {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            RowMap map = new RowMap(size);
            List<Integer> kept = new ArrayList<>();
            int at = random.nextInt(size);
            while (at < size) {
                int to = Math.min(size, at + random.nextInt(1 + size / 3));
                map.keep(at, to);
                for (int row = at; row < to; row++) {
                    kept.add(row);
                }
                at = to + 1 + random.nextInt(90);
            }
            assertRows(map, kept);
            assertSets(map, kept, random, size);
        }
    }

    private static void assertRows(RowMap map, List<Integer> kept) {
        assertThat(map.size()).isEqualTo(kept.size());
        for (int row = 0; row < kept.size(); row++) {
            assertThat(map.toBase(row)).isEqualTo(kept.get(row));
            assertThat(map.toView(kept.get(row))).isEqualTo(row);
        }
    }

    private static void assertSets(RowMap map, List<Integer> kept, Random random, int size) {
        RowSet view = new RowSet(kept.size());
        RowSet base = new RowSet(size);
        for (int row = 0; row < kept.size(); row++) {
            if (random.nextBoolean()) {
                view.add(row);
                base.add(kept.get(row));
            }
        }
        assertThat(map.toBase(view).words()).isEqualTo(base.words());
        RowSet noisy = base.copy();
        for (int row = 0; row < size; row++) {
            if (!kept.contains(row) && random.nextBoolean()) {
                noisy.add(row);
            }
        }
        RowSet back = new RowSet(kept.size());
        map.addTo(back, noisy);
        assertThat(back.words()).isEqualTo(view.words());
    }
}
