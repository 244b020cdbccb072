package dev.spanflame.block.trace.scan;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.NumberSink;
import dev.spanflame.traceql.fetch.NumberedValues;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueTest;
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

    private final ColumnData data;
    private final long[] numbers;
    private final Meaning meaning;

    NumberColumn(ColumnData data, Meaning meaning) {
        this.data = data;
        this.numbers = ((ColumnValues.Longs) data.values()).values();
        this.meaning = meaning;
    }

    @Override
    public void select(ValueTest test, RowSet candidates, RowSet out) {
        Presence presence = data.presence();
        long[] words = candidates.words();
        for (int i = 0; i < words.length; i++) {
            long bits = words[i] & presence.word(i);
            int base = presence.rank(i << 6);
            long before = presence.word(i);
            for (; bits != 0; bits &= bits - 1) {
                int bit = Long.numberOfTrailingZeros(bits);
                int at = base + Long.bitCount(before & ~(-1L << bit));
                if (holds(test, numbers[at])) {
                    out.add((i << 6) + bit);
                }
            }
        }
    }

    @Override
    public NumberedValues number(RowSet rows, int[] out) {
        KnownNumbers known = new KnownNumbers();
        Presence presence = data.presence();
        long[] words = rows.words();
        for (int i = 0; i < words.length; i++) {
            long present = presence.word(i);
            int base = presence.rank(i << 6);
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
        long[] words = rows.words();
        for (int i = 0; i < words.length; i++) {
            long present = presence.word(i);
            int base = presence.rank(i << 6);
            for (long bits = words[i] & present; bits != 0; bits &= bits - 1) {
                int bit = Long.numberOfTrailingZeros(bits);
                hand(out, (i << 6) + bit, numbers[base + Long.bitCount(present & ~(-1L << bit))]);
            }
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
        return data.presence().has(row) ? value(numbers[data.presence().rank(row)]) : Value.NIL;
    }

    @Override
    public void distinct(RowSet rows, Consumer<Value> out) {
        Set<Long> seen = new HashSet<>();
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            if (data.presence().has(row)) {
                long number = numbers[data.presence().rank(row)];
                if (seen.add(number)) {
                    out.accept(value(number));
                }
            }
        }
    }

    private boolean holds(ValueTest test, long number) {
        return switch (meaning) {
            case INT -> test.testInt(number);
            case FLOAT -> test.testFloat(Double.longBitsToDouble(number));
            case DURATION -> test.testDuration(number);
            case BOOL, STATUS, KIND -> test.test(value(number));
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
