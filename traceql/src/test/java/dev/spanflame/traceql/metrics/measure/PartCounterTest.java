package dev.spanflame.traceql.metrics.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class PartCounterTest {
    private static final int ROWS = 5_000;

    /// Row `i` has the value `values[i]`, none where that is 0.
    private record Numbers(int[] values) implements Column {
        @Override
        public void select(ValueTest test, RowSet candidates, RowSet out) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void present(RowSet candidates, RowSet out) {
            for (int row = candidates.next(0); row >= 0; row = candidates.next(row + 1)) {
                if (values[row] > 0) {
                    out.add(row);
                }
            }
        }

        @Override
        public Value value(int row) {
            return values[row] == 0 ? Value.NIL : Value.of(values[row]);
        }

        @Override
        public void distinct(RowSet rows, Consumer<Value> out) {
            throw new UnsupportedOperationException();
        }
    }

    private static Numbers numbers(int seed, int distinct) {
        Random random = new Random(seed);
        return new Numbers(random.ints(ROWS, 0, distinct).toArray());
    }

    private static int[] slots(int slots) {
        return new Random(9).ints(ROWS, 0, slots).toArray();
    }

    private static Map<String, Integer> counts(PartCounts part) {
        Map<String, Integer> counts = new TreeMap<>();
        int from = 0;
        for (int i = 0; i < part.values().length; i++) {
            for (int at = from; at < part.ends()[i]; at++) {
                counts.put(part.values()[i] + " in " + part.slots()[at], part.counts()[at]);
            }
            from = part.ends()[i];
        }
        return counts;
    }

    private static Map<String, Integer> counted(Numbers column, int[] slots) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int row = 0; row < ROWS; row++) {
            if (column.values[row] > 0) {
                counts.merge(column.value(row) + " in " + slots[row], 1, Integer::sum);
            }
        }
        return counts;
    }

    @Test
    void countsEachValueInEachSlotAlsoFromColumnToColumn() {
        int[] slots = slots(12);
        PartCounter counter = new PartCounter(12, 100);
        for (int seed = 0; seed < 5; seed++) {
            Numbers column = numbers(seed, 20 + seed);
            PartCounts part = counter.count(column, RowSet.all(ROWS), slots);
            assertThat(counts(part)).isEqualTo(counted(column, slots));
            assertThat(part.rest()).containsOnly(0);
        }
    }

    @Test
    void veryManySlotsAreCountedAlike() {
        int[] slots = slots(20_000);
        PartCounter counter = new PartCounter(20_000, 100);
        for (int seed = 0; seed < 3; seed++) {
            Numbers column = numbers(seed, 30);
            assertThat(counts(counter.count(column, RowSet.all(ROWS), slots))).isEqualTo(counted(column, slots));
        }
    }

    @Test
    void tellsTheMostFrequentApartAndAddsUpTheRest() {
        int[] values = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            // 1 comes up in every second row, 2 in every fourth, each other once.
            values[row] = row % 2 == 0 ? 1 : row % 4 == 1 ? 2 : 10 + row;
        }
        PartCounts part = new PartCounter(1, 2).count(new Numbers(values), RowSet.all(ROWS), new int[ROWS]);
        assertThat(counts(part)).isEqualTo(Map.of(Value.of(1) + " in 0", 2_500, Value.of(2) + " in 0", 1_250));
        assertThat(part.rest()).containsExactly(1_250);
    }

    @Test
    void aColumnWithoutValuesGivesNothing() {
        PartCounts part = new PartCounter(3, 2).count(new Numbers(new int[ROWS]), RowSet.all(ROWS), new int[ROWS]);
        assertThat(part.values()).isEmpty();
        assertThat(part.rest()).containsExactly(0, 0, 0);
    }
}
