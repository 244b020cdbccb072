package dev.spanflame.traceql.metrics.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.NumberedValues;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class SharedCountsTest {
    private static final int ROWS = 1000;
    private static final int THINGS = 7;
    private static final int SLOTS = 5;
    private static final Object KIND = new Object();
    private static final int[] THING_OF_ROW =
            new Random(3).ints(ROWS, 0, THINGS - 1).toArray();

    /// What each thing has; the last thing is of no row.
    private record OfThings(List<Value> values) implements Column {
        @Override
        public void select(ValueTest test, RowSet candidates, RowSet out) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void present(RowSet candidates, RowSet out) {
            for (int row = candidates.next(0); row >= 0; row = candidates.next(row + 1)) {
                if (!value(row).equals(Value.NIL)) {
                    out.add(row);
                }
            }
        }

        @Override
        public Value value(int row) {
            return values.get(THING_OF_ROW[row]);
        }

        @Override
        public void distinct(RowSet rows, Consumer<Value> out) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object numbered() {
            return KIND;
        }

        @Override
        public NumberedValues number(RowSet rows, int[] numbers) {
            for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
                numbers[row] = 1 + THING_OF_ROW[row];
            }
            return new NumberedValues(values.size() + 1, number -> values.get(number - 1));
        }
    }

    private static OfThings texts(String... texts) {
        return new OfThings(Arrays.stream(texts)
                .<Value>map(text -> text.isEmpty() ? Value.NIL : Value.of(text))
                .toList());
    }

    private static RowSet rows() {
        RowSet rows = new RowSet(ROWS);
        rows.addRange(3, 400);
        rows.addRange(500, 990);
        return rows;
    }

    private static int[] slots() {
        return new Random(4).ints(ROWS, 0, SLOTS).toArray();
    }

    private static Map<String, Integer> counts(PartCounts part) {
        Map<String, Integer> counts = new TreeMap<>();
        int from = 0;
        for (int i = 0; i < part.values().length; i++) {
            for (int at = from; at < part.ends()[i]; at++) {
                counts.merge(part.values()[i] + " in " + part.slots()[at], part.counts()[at], Integer::sum);
            }
            from = part.ends()[i];
        }
        return counts;
    }

    @Test
    void countsEachColumnAsIfItWereTheOnlyOne() {
        SharedCounts shared = new SharedCounts(rows(), slots(), SLOTS, 100);
        for (OfThings column : List.of(
                texts("a", "b", "c", "d", "e", "f", "g"),
                texts("a", "a", "b", "", "", "b", "z"),
                texts("", "", "", "", "", "", ""))) {
            PartCounts counted = Objects.requireNonNull(shared.count(column));
            assertThat(counts(counted)).isEqualTo(counts(new PartCounter(SLOTS, 100).count(column, rows(), slots())));
            assertThat(counted.values()).doesNotHaveDuplicates().doesNotContain(Value.of("g"), Value.of("z"));
        }
    }

    @Test
    void leavesColumnsOfManyThingsAlone() {
        OfThings column = texts("a", "b", "c", "d", "e", "f", "g");
        assertThat(new SharedCounts(rows(), slots(), SLOTS, THINGS).count(column))
                .isNull();
        assertThat(new SharedCounts(rows(), slots(), SLOTS, THINGS + 1).count(column))
                .isNotNull();
    }
}
