package dev.spanflame.block.trace.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.PackedColumn;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.NumberedValues;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.fetch.WholeRange;
import dev.spanflame.traceql.type.Value;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Columns give the same packed and not, and fields of traces the same as if each row were asked.
final class PackedScanTest {
    private static final int ROWS = 5003;

    private final SplittableRandom random = new SplittableRandom(11);

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 14, 30, 45, 64})
    void numbersThatArePackedAreFoundAndRead(int bits) {
        long least = bits == 64 ? Long.MIN_VALUE : -1000;
        long[] numbers = random.longs(ROWS)
                .map(any -> least + (any >>> (Long.SIZE - bits)))
                .toArray();
        for (Presence presence : new Presence[] {Presence.all(ROWS), some()}) {
            ColumnData plain = new ColumnData(presence, new ColumnValues.Longs(numbers, presence.count()));
            for (NumberColumn.Meaning meaning :
                    new NumberColumn.Meaning[] {NumberColumn.Meaning.INT, NumberColumn.Meaning.DURATION}) {
                same(
                        new NumberColumn(plain, meaning),
                        new NumberColumn(PackedColumn.of(plain).open(), meaning),
                        new Within(new WholeRange(numbers[1], Math.max(numbers[1], numbers[2]))));
                same(
                        new NumberColumn(plain, meaning),
                        new NumberColumn(PackedColumn.of(plain).open(), meaning),
                        value -> value.hashCode() % 2 == 0);
            }
        }
    }

    @Test
    void rangesOfAnyNumbersAreKept() {
        long[] edges = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE};
        long[] numbers = new long[ROWS];
        Arrays.setAll(numbers, row -> edges[row % edges.length]);
        Column column =
                new NumberColumn(ColumnData.full(new ColumnValues.Longs(numbers, ROWS)), NumberColumn.Meaning.INT);
        for (long first : edges) {
            for (long last : edges) {
                WholeRange range = new WholeRange(first, last);
                RowSet found = new RowSet(ROWS);
                column.select(new Within(range), RowSet.all(ROWS), found);
                for (int row = 0; row < ROWS; row++) {
                    assertThat(found.contains(row)).isEqualTo(range.contains(numbers[row]));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 300, 70_000})
    void textsThatArePackedAreFoundAndRead(int count) {
        String[] texts = new String[count];
        Arrays.setAll(texts, i -> "text " + i);
        ByteStrings entries = ByteStrings.of(texts);
        int[] ids = random.ints(ROWS, 0, count).toArray();
        for (Presence presence : new Presence[] {Presence.all(ROWS), some()}) {
            ColumnData plain = new ColumnData(presence, new ColumnValues.Texts(ids, presence.count(), entries));
            same(
                    DictionaryColumn.ofTexts(plain),
                    DictionaryColumn.ofTexts(PackedColumn.of(plain).open()),
                    value -> value.hashCode() % 3 == 0);
        }
    }

    @Test
    void whatTracesShareIsFoundAsRowByRow() {
        int[] firstRows = random.ints(300, 1, ROWS).distinct().sorted().toArray();
        int[] firsts = new int[firstRows.length + 2];
        System.arraycopy(firstRows, 0, firsts, 1, firstRows.length);
        firsts[firsts.length - 1] = ROWS;
        int count = firsts.length - 1;
        TraceIndex traces = new TraceIndex(new long[count], new long[count], firsts, count);
        int[] traceOfRow = new int[ROWS];
        for (int trace = 0; trace < count; trace++) {
            Arrays.fill(traceOfRow, firsts[trace], firsts[trace + 1], trace);
        }
        ValueTest test = value -> value instanceof Value.Int(long number) && number % 3 == 1;

        same(
                new DictionaryColumn(traceOfRow, count, Value.Int::new),
                new TraceColumn(
                        traces,
                        asked -> trace -> asked.test(new Value.Int(trace)),
                        () -> new DictionaryColumn(traceOfRow, count, Value.Int::new)),
                test);
    }

    private void same(Column expected, Column column, ValueTest test) {
        RowSet all = RowSet.all(ROWS);
        for (RowSet candidates : new RowSet[] {all, few(2), few(50), few(1000), new RowSet(ROWS)}) {
            RowSet wanted = new RowSet(ROWS);
            RowSet found = new RowSet(ROWS);
            expected.select(test, candidates, wanted);
            column.select(test, candidates, found);
            assertThat(found.words()).isEqualTo(wanted.words());

            wanted = new RowSet(ROWS);
            found = new RowSet(ROWS);
            expected.present(candidates, wanted);
            column.present(candidates, found);
            assertThat(found.words()).isEqualTo(wanted.words());

            assertThat(distinct(column, candidates)).isEqualTo(distinct(expected, candidates));
            assertThat(numbered(column, candidates)).isEqualTo(numbered(expected, candidates));
        }
        for (int row = 0; row < ROWS; row++) {
            assertThat(column.value(row)).isEqualTo(expected.value(row));
        }
    }

    private static Set<Value> distinct(Column column, RowSet rows) {
        Set<Value> values = new HashSet<>();
        column.distinct(rows, values::add);
        return values;
    }

    private static Value[] numbered(Column column, RowSet rows) {
        int[] numbers = new int[ROWS];
        Value[] values = new Value[ROWS];
        NumberedValues known = column.number(rows, numbers);
        for (int row = 0; row < ROWS; row++) {
            values[row] = numbers[row] == 0 ? Value.NIL : known.value(numbers[row]);
        }
        return values;
    }

    /// One row in so many.
    private RowSet few(int many) {
        RowSet rows = new RowSet(ROWS);
        for (int row = 0; row < ROWS; row++) {
            if (random.nextInt(many) == 0) {
                rows.add(row);
            }
        }
        return rows;
    }

    private Presence some() {
        long[] words = random.longs(Presence.words(ROWS)).toArray();
        words[3] = -1;
        words[words.length - 1] &= -1L >>> -ROWS;
        return Presence.of(ROWS, words);
    }

    private record Within(WholeRange wholes) implements ValueTest {
        @Override
        public boolean test(Value value) {
            return value instanceof Value.Int(long number) && wholes.contains(number)
                    || value instanceof Value.Duration(long nanos) && wholes.contains(nanos);
        }
    }
}
