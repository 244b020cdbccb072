package dev.spanflame.block.trace.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class KeptColumnsTest {
    private static final int ROWS = 8000;
    /// As it is; an eighth of that when it is packed.
    private static final long COLUMN_BYTES = column(0).memoryBytes() + KeptColumns.OVERHEAD;

    private static final int FIT = 16;

    private final KeptColumns kept = new KeptColumns(FIT * COLUMN_BYTES);

    @Test
    void whatFitsIsKeptAsItIs() {
        ColumnData first = column(0);
        kept.put(place("a", 0), first);
        look("a", 1, FIT);

        assertThat(kept.get(place("a", 0))).isSameAs(first);
        assertThat(hits("a", FIT)).isEqualTo(FIT);
        assertThat(kept.bytes()).isEqualTo(FIT * COLUMN_BYTES);
    }

    @Test
    void fourTimesAsManyAreKeptPacked() {
        look("a", 0, 4 * FIT);

        assertThat(hits("a", 4 * FIT)).isEqualTo(4 * FIT);
        assertThat(kept.bytes()).isLessThanOrEqualTo(FIT * COLUMN_BYTES);
    }

    @Test
    void whatIsAskedForAgainIsUnpackedOnceMore() {
        look("a", 0, 4 * FIT);
        look("a", 0, 2);
        ColumnData one = kept.get(place("a", 1));

        assertThat(kept.get(place("a", 1))).isSameAs(one);
        assertThat(hits("a", 4 * FIT)).isEqualTo(4 * FIT);
    }

    @Test
    void oneLookAtMuchPushesNothingOut() {
        look("often", 0, FIT);
        look("often", 0, FIT);
        look("once", 0, 100 * FIT);

        assertThat(hits("often", FIT)).isEqualTo(FIT);
        assertThat(kept.bytes()).isLessThanOrEqualTo(FIT * COLUMN_BYTES);
    }

    @Test
    void ofWhatDoesNotFitAsMuchStaysAsFits() {
        int many = 20 * FIT;
        for (int round = 0; round < 3; round++) {
            look("a", 0, many);
        }

        assertThat(hits("a", many)).isGreaterThan(3 * FIT);
    }

    @Test
    void whatIsNoLongerAskedForMakesRoom() {
        for (int round = 0; round < 3; round++) {
            look("old", 0, 20 * FIT);
        }
        for (int round = 0; round < 3; round++) {
            look("new", 0, 4 * FIT);
        }

        assertThat(hits("new", 4 * FIT)).isEqualTo(4 * FIT);
        assertThat(kept.bytes()).isLessThanOrEqualTo(FIT * COLUMN_BYTES);
    }

    @Test
    void whatWasNotAskedForForLongMakesRoomForAnything() {
        for (int round = 0; round < 3; round++) {
            look("old", 0, 20 * FIT);
        }
        for (int round = 0; round < 2; round++) {
            look("new", 0, 9000);
        }
        for (int number = 0; number < 80_000; number++) {
            kept.get(place("nowhere", number));
        }
        look("new", 0, 4 * FIT);

        assertThat(hits("new", 4 * FIT)).isGreaterThan(2 * FIT);
        assertThat(kept.bytes()).isLessThanOrEqualTo(FIT * COLUMN_BYTES);
    }

    @Test
    void aLookAtAFewRowsUnpacksNothing() {
        look("a", 0, 4 * FIT);
        assertThat(kept.has(place("a", 1))).isTrue();
        assertThat(kept.has(place("a", 4 * FIT))).isFalse();

        ColumnData one = Objects.requireNonNull(kept.look(place("a", 1)));
        assertThat(values(one.slice(3, 5))).containsExactly(4, 5);
        assertThat(kept.look(place("a", 1))).isNotSameAs(one);
        assertThat(kept.look(place("nowhere", 1))).isNull();
    }

    @Test
    void whatPackingDoesNotMakeSmallerStaysAsItIs() {
        look("a", 0, FIT);
        ColumnData any = ColumnData.full(
                new ColumnValues.Longs(new SplittableRandom(3).longs(ROWS).toArray(), ROWS));
        kept.put(place("any", 0), any);

        assertThat(kept.get(place("any", 0))).isSameAs(any);
        assertThat(kept.bytes()).isLessThanOrEqualTo(FIT * COLUMN_BYTES);
    }

    @Test
    void whatWasMadeOfColumnsIsKeptBesideThem() {
        KeptColumns.Made place = new KeptColumns.Made("a", 0, String.class);
        kept.put(place, "made", COLUMN_BYTES);
        look("a", 0, 4 * FIT);

        assertThat(kept.get(place, String.class)).isEqualTo("made");
        kept.put(new KeptColumns.Made("b", 0, String.class), "too large", FIT * COLUMN_BYTES);
        assertThat(kept.get(new KeptColumns.Made("b", 0, String.class), String.class))
                .isNull();
    }

    @Test
    void manyThreadsGetWhatBelongsToThePlace() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            threads.invokeAll(IntStream.range(0, 4)
                            .<java.util.concurrent.Callable<Void>>mapToObj(seed -> () -> {
                                SplittableRandom random = new SplittableRandom(seed);
                                for (int i = 0; i < 5_000; i++) {
                                    int number = (int) (12 * FIT * Math.pow(random.nextDouble(), 2));
                                    ColumnData found = look("a", number);
                                    assertThat(values(found)).isEqualTo(values(column(number)));
                                }
                                return null;
                            })
                            .toList())
                    .forEach(done -> assertThat(done).succeedsWithin(java.time.Duration.ZERO));
        }
        assertThat(kept.bytes()).isLessThanOrEqualTo(FIT * COLUMN_BYTES);
    }

    /// What a reader does with columns, one after the other.
    private void look(String block, int from, int to) {
        for (int number = from; number < to; number++) {
            assertThat(values(look(block, number))).isEqualTo(values(column(number)));
        }
    }

    private ColumnData look(String block, int number) {
        ColumnData known = kept.get(place(block, number));
        if (known == null) {
            known = column(number);
            kept.put(place(block, number), known);
        }
        return known;
    }

    private int hits(String block, int count) {
        int hits = 0;
        for (int number = 0; number < count; number++) {
            @Nullable ColumnData known = kept.get(place(block, number));
            if (known != null) {
                assertThat(values(known)).isEqualTo(values(column(number)));
                hits++;
            }
        }
        return hits;
    }

    private static KeptColumns.Place place(String block, int number) {
        return new KeptColumns.Place(block, BlockTable.SPANS, number / 8, number % 8);
    }

    private static long[] values(ColumnData column) {
        ColumnValues.Longs longs = (ColumnValues.Longs) column.values();
        return Arrays.copyOf(longs.values(), longs.count());
    }

    /// Numbers of one byte each, which tell columns apart.
    private static ColumnData column(int number) {
        long[] values = new long[ROWS];
        for (int row = 0; row < ROWS; row++) {
            values[row] = number + row % 250;
        }
        return ColumnData.full(new ColumnValues.Longs(values, ROWS));
    }
}
