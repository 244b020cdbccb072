package dev.spanflame.block.trace.scan;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.LongWindow;
import dev.spanflame.block.column.Presence;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.NumberSink;
import dev.spanflame.traceql.fetch.NumberedValues;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.fetch.WholeRange;
import dev.spanflame.traceql.type.Value;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// A field stored as numbers.
final class NumberColumn implements Column {
    /// What the numbers mean.
    enum Meaning {
        INT,
        /// Raw bits of a double.
        FLOAT,
        /// Nanoseconds.
        DURATION,
        BOOL,
        STATUS,
        KIND
    }

    /// Numbers below it that stand for words are asked about once.
    private static final int SMALL = 16;

    /// Words of rows that are handed on together.
    private static final int WORDS_AT_ONCE = 16;

    /// So many of 64 rows are most.
    private static final int MOST = 16;

    private final ColumnData data;
    private final ColumnValues.Longs values;
    private final Meaning meaning;

    NumberColumn(ColumnData data, Meaning meaning) {
        this.data = data;
        this.values = (ColumnValues.Longs) data.values();
        this.meaning = meaning;
    }

    @Override
    public void select(ValueTest test, RowSet candidates, RowSet out) {
        switch (meaning) {
            case INT, DURATION -> {
                WholeRange range = test.wholes();
                if (range == null) {
                    selectNumbers(test, candidates, out);
                } else {
                    selectRange(range, candidates, out);
                }
            }
            case FLOAT -> selectNumbers(test, candidates, out);
            case BOOL, STATUS, KIND -> selectNumbers(new OncePerNumber(test), candidates, out);
        }
    }

    /// Answers of a test to the numbers of a status, kind or truth value, asked for once each.
    private final class OncePerNumber implements ValueTest {
        private final ValueTest test;
        private final byte[] answers = new byte[SMALL];

        OncePerNumber(ValueTest test) {
            this.test = test;
        }

        @Override
        public boolean test(Value value) {
            return test.test(value);
        }

        /// Of the stored number.
        @Override
        public boolean testInt(long number) {
            if (number < 0 || number >= SMALL) {
                return test.test(NumberColumn.this.value(number));
            }
            byte answer = answers[(int) number];
            if (answer == 0) {
                answer = (byte) (test.test(NumberColumn.this.value(number)) ? 1 : 2);
                answers[(int) number] = answer;
            }
            return answer == 1;
        }
    }

    private void selectNumbers(ValueTest test, RowSet candidates, RowSet out) {
        Presence presence = data.presence();
        LongWindow window = values.window(Long.SIZE);
        long[] numbers = window.array();
        long[] words = candidates.words();
        for (int i = 0; i < words.length; i++) {
            long before = presence.word(i);
            long bits = words[i] & before;
            if (bits == 0) {
                continue;
            }
            int base = window.load(presence.rank(i << 6), Long.bitCount(before));
            for (; bits != 0; bits &= bits - 1) {
                int bit = Long.numberOfTrailingZeros(bits);
                int at = base + Long.bitCount(before & ~(-1L << bit));
                if (holds(test, numbers[at])) {
                    out.add((i << 6) + bit);
                }
            }
        }
    }

    /// Compares all rows of a word where most are asked about: that takes no branch but the comparison.
    private void selectRange(WholeRange range, RowSet candidates, RowSet out) {
        if (range.last() < range.first()) {
            return;
        }
        Presence presence = data.presence();
        LongWindow window = values.window(Long.SIZE);
        long[] numbers = window.array();
        long first = range.first();
        long last = range.last();
        long[] words = candidates.words();
        for (int i = 0; i < words.length; i++) {
            long present = presence.word(i);
            long wanted = words[i] & present;
            if (wanted == 0) {
                continue;
            }
            int base = window.load(presence.rank(i << 6), Long.bitCount(present));
            if (present == -1L && Long.bitCount(wanted) >= MOST) {
                out.words()[i] |= wanted & within(first, last, numbers, base);
                continue;
            }
            for (; wanted != 0; wanted &= wanted - 1) {
                int bit = Long.numberOfTrailingZeros(wanted);
                long number = numbers[base + Long.bitCount(present & ~(-1L << bit))];
                if (number >= first && number <= last) {
                    out.add((i << 6) + bit);
                }
            }
        }
    }

    /// Which of the 64 numbers from `base` on are within the bounds: one unsigned comparison each, right also where
    /// distances overflow, whose result is shifted to its place without a branch. Hot path.
    private static long within(long first, long last, long[] numbers, int base) {
        long limit = last - first + Long.MIN_VALUE;
        long found = 0;
        for (int bit = 0; bit < Long.SIZE; bit++) {
            long distance = numbers[base + bit] - first + Long.MIN_VALUE;
            found |= (distance <= limit ? 1L : 0L) << bit;
        }
        return found;
    }

    @Override
    public NumberedValues number(RowSet rows, int[] out) {
        KnownNumbers known = new KnownNumbers();
        Presence presence = data.presence();
        LongWindow window = values.window(Long.SIZE);
        long[] numbers = window.array();
        long[] words = rows.words();
        for (int i = 0; i < words.length; i++) {
            long present = presence.word(i);
            if ((words[i] & present) == 0) {
                continue;
            }
            int base = window.load(presence.rank(i << 6), Long.bitCount(present));
            for (long bits = words[i] & present; bits != 0; bits &= bits - 1) {
                int bit = Long.numberOfTrailingZeros(bits);
                out[(i << 6) + bit] = known.of(numbers[base + Long.bitCount(present & ~(-1L << bit))]);
            }
        }
        return new NumberedValues(known.size(), number -> value(known.key(number)));
    }

    @Override
    public void read(RowSet rows, NumberSink out) {
        Presence presence = data.presence();
        LongWindow window = values.window(WORDS_AT_ONCE << 6);
        long[] numbers = window.array();
        long[] words = rows.words();
        int i = 0;
        while (i < words.length) {
            int whole = i;
            int most = Math.min(words.length, i + WORDS_AT_ONCE);
            while (whole < most && (words[whole] & presence.word(whole)) == -1L) {
                whole++;
            }
            if (whole > i) {
                int count = (whole - i) << 6;
                handAll(out, i << 6, numbers, window.load(presence.rank(i << 6), count), count);
                i = whole;
                continue;
            }
            long present = presence.word(i);
            int base = window.load(presence.rank(i << 6), Long.bitCount(present));
            for (long bits = words[i] & present; bits != 0; bits &= bits - 1) {
                int bit = Long.numberOfTrailingZeros(bits);
                hand(out, (i << 6) + bit, numbers[base + Long.bitCount(present & ~(-1L << bit))]);
            }
            i++;
        }
    }

    /// Hands on `count` rows from `row` on, all of which have a value, the first one at `from`.
    private void handAll(NumberSink out, int row, long[] numbers, int from, int count) {
        switch (meaning) {
            case INT -> out.ofInts(row, numbers, from, count);
            case DURATION -> out.ofDurations(row, numbers, from, count);
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    out.ofFloat(row + i, Double.longBitsToDouble(numbers[from + i]));
                }
            }
            case BOOL, STATUS, KIND -> {}
        }
    }

    private void hand(NumberSink out, int row, long number) {
        switch (meaning) {
            case INT -> out.ofInt(row, number);
            case FLOAT -> out.ofFloat(row, Double.longBitsToDouble(number));
            case DURATION -> out.ofDuration(row, number);
            case BOOL, STATUS, KIND -> {}
        }
    }

    @Override
    public void present(RowSet candidates, RowSet out) {
        Presences.add(data.presence(), candidates, out);
    }

    @Override
    public Value value(int row) {
        return data.presence().has(row) ? value(values.at(data.presence().rank(row))) : Value.NIL;
    }

    @Override
    public void distinct(RowSet rows, Consumer<Value> out) {
        Set<Long> seen = new HashSet<>();
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            if (data.presence().has(row)) {
                long number = values.at(data.presence().rank(row));
                if (seen.add(number)) {
                    out.accept(value(number));
                }
            }
        }
    }

    private boolean holds(ValueTest test, long number) {
        return switch (meaning) {
            case INT, BOOL, STATUS, KIND -> test.testInt(number);
            case FLOAT -> test.testFloat(Double.longBitsToDouble(number));
            case DURATION -> test.testDuration(number);
        };
    }

    private Value value(long number) {
        return switch (meaning) {
            case INT -> new Value.Int(number);
            case FLOAT -> new Value.Float(Double.longBitsToDouble(number));
            case DURATION -> new Value.Duration(number);
            case BOOL -> new Value.Bool(number != 0);
            case STATUS -> new Value.Status((int) number);
            case KIND -> new Value.Kind((int) number);
        };
    }
}
