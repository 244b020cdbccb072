package dev.spanflame.block.trace.scan;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.IntWindow;
import dev.spanflame.block.column.Presence;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.NumberedValues;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// A field stored as numbers of a dictionary: a test is asked once for each entry that comes up.
final class DictionaryColumn implements Column {
    private static final byte UNKNOWN = 0;
    private static final byte YES = 1;
    private static final byte NO = 2;

    private final Presence presence;
    private final ColumnValues.Texts ids;
    private final Entries entries;

    /// How many entries there are and what they mean, nil for one that is no value; and the entries where all are
    /// texts.
    private record Entries(
            int count,
            IntFunction<Value> value,
            boolean everyOneIsValue,
            @Nullable ByteStrings texts) {}

    private DictionaryColumn(Presence presence, ColumnValues.Texts ids, Entries entries) {
        this.presence = presence;
        this.ids = ids;
        this.entries = entries;
    }

    /// `entry` makes the value of a dictionary number below `entries`; nil means the entry is no value.
    DictionaryColumn(ColumnData data, IntFunction<Value> entry) {
        this(data.presence(), texts(data), new Entries(texts(data).entries().size(), entry, false, null));
    }

    /// A full column of numbers below `entries`.
    DictionaryColumn(int[] ids, int entries, IntFunction<Value> entry) {
        this(Presence.all(ids.length), numbers(ids), new Entries(entries, entry, false, null));
    }

    /// A column of plain texts.
    static DictionaryColumn ofTexts(ColumnData data) {
        ByteStrings entries = texts(data).entries();
        return new DictionaryColumn(
                data.presence(),
                texts(data),
                new Entries(entries.size(), id -> new Value.Text(entries.text(id)), true, entries));
    }

    /// Numbers of things that are no texts.
    private static ColumnValues.Texts numbers(int[] ids) {
        return new ColumnValues.Texts(ids, ids.length, ByteStrings.EMPTY);
    }

    private static ColumnValues.Texts texts(ColumnData data) {
        return (ColumnValues.Texts) data.values();
    }

    /// Row `i` has the value `values[ids[i]]`; `every` says that none of them is nil.
    static DictionaryColumn ofThings(int[] ids, Value[] values, boolean every) {
        return new DictionaryColumn(
                Presence.all(ids.length), numbers(ids), new Entries(values.length, id -> values[id], every, null));
    }

    @Override
    public void select(ValueTest test, RowSet candidates, RowSet out) {
        byte[] answers = new byte[entries.count];
        IntPredicate asked = asked(test);
        IntWindow window = ids.window(Long.SIZE);
        int[] numbers = window.array();
        long[] words = candidates.words();
        for (int i = 0; i < words.length; i++) {
            long present = presence.word(i);
            long wanted = words[i] & present;
            if (wanted == 0) {
                continue;
            }
            int base = window.load(presence.rank(i << 6), Long.bitCount(present));
            if (wanted == -1L) {
                out.words()[i] |= whole(asked, answers, numbers, base);
                continue;
            }
            for (long bits = wanted; bits != 0; bits &= bits - 1) {
                int bit = Long.numberOfTrailingZeros(bits);
                int id = numbers[base + Long.bitCount(present & ~(-1L << bit))];
                if (answers[id] == UNKNOWN) {
                    answers[id] = ask(asked, id);
                }
                if (answers[id] == YES) {
                    out.add((i << 6) + bit);
                }
            }
        }
    }

    /// The same for 64 rows, all of which are asked about and have a value, the first one at `base`. Hot path.
    private static long whole(IntPredicate test, byte[] answers, int[] numbers, int base) {
        long found = 0;
        for (int bit = 0; bit < Long.SIZE; bit++) {
            int id = numbers[base + bit];
            byte answer = answers[id];
            if (answer == UNKNOWN) {
                answer = ask(test, id);
                answers[id] = answer;
            }
            found |= (long) (answer & YES) << bit;
        }
        return found;
    }

    @Override
    public NumberedValues number(RowSet rows, int[] numbers) {
        IntWindow window = ids.window(Long.SIZE);
        int[] known = window.array();
        long[] words = rows.words();
        for (int i = 0; i < words.length; i++) {
            long present = presence.word(i);
            if ((words[i] & present) == 0) {
                continue;
            }
            int base = window.load(presence.rank(i << 6), Long.bitCount(present));
            if ((words[i] & present) == -1L) {
                for (int bit = 0; bit < Long.SIZE; bit++) {
                    numbers[(i << 6) + bit] = 1 + known[base + bit];
                }
                continue;
            }
            for (long bits = words[i] & present; bits != 0; bits &= bits - 1) {
                int bit = Long.numberOfTrailingZeros(bits);
                numbers[(i << 6) + bit] = 1 + known[base + Long.bitCount(present & ~(-1L << bit))];
            }
        }
        return new NumberedValues(entries.count + 1, number -> entries.value.apply(number - 1));
    }

    /// The numbers of things that columns share.
    @Override
    public @Nullable Object numbered() {
        return entries.texts == null && presence.isAll() ? ids.ids() : null;
    }

    @Override
    public void present(RowSet candidates, RowSet out) {
        if (entries.everyOneIsValue) {
            Presences.add(presence, candidates, out);
        } else {
            select(_ -> true, candidates, out);
        }
    }

    @Override
    public Value value(int row) {
        return presence.has(row) ? entries.value.apply(ids.id(presence.rank(row))) : Value.NIL;
    }

    @Override
    public void distinct(RowSet rows, Consumer<Value> out) {
        boolean[] seen = new boolean[entries.count];
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            if (presence.has(row)) {
                int id = ids.id(presence.rank(row));
                if (!seen[id]) {
                    seen[id] = true;
                    Value value = entries.value.apply(id);
                    if (!(value instanceof Value.Nil)) {
                        out.accept(value);
                    }
                }
            }
        }
    }

    /// The test as a question about an entry.
    private IntPredicate asked(ValueTest test) {
        ByteStrings known = entries.texts;
        WantedTexts wanted = known == null ? null : WantedTexts.of(test);
        if (known != null && wanted != null) {
            return id -> wanted.has(known, id);
        }
        return id -> {
            Value value = entries.value.apply(id);
            return !(value instanceof Value.Nil) && test.test(value);
        };
    }

    private static byte ask(IntPredicate test, int id) {
        return test.test(id) ? YES : NO;
    }
}
