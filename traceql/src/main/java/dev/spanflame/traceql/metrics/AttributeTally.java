package dev.spanflame.traceql.metrics;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.type.Value;
import dev.spanflame.traceql.type.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How often each value of one attribute came up, by slot. Used by one thread.
///
/// Of an attribute with very many values the rarest are forgotten now and then; the totals keep counting all.
final class AttributeTally {
    private static final int MOST_VALUES = 20_000;
    private static final int FEWEST_VALUES = 1_000;
    private static final int CELLS = 1 << 21;
    private static final Value NO_TEXT = Value.of("");

    private final int slots;
    private final MemoryBudget budget;
    private final int maxValues;
    private final long[] totals;
    private final Map<Value, long[]> counts = new HashMap<>();

    /// A value, and its count in each interval.
    record Counted(Value value, double[] counts) {}

    AttributeTally(int slots, MemoryBudget budget) {
        this.slots = slots;
        this.budget = budget;
        maxValues = Math.clamp(CELLS / slots, FEWEST_VALUES, MOST_VALUES);
        totals = new long[slots];
        budget.take(MemoryBudget.OBJECT + 8L * slots);
    }

    /// Counts the values of `rows`, each in its slot. The empty text counts as no value.
    void add(Column column, RowSet rows, int[] slotOfRow) {
        ValueNumbers numbering = new ValueNumbers(new MemoryBudget(Long.MAX_VALUE));
        int[] numbers = new int[rows.size()];
        column.number(rows, value -> value.equals(NO_TEXT) ? 0 : numbering.number(value), numbers);
        int[] places = places(numbering.size(), rows, numbers);
        int[] found = new int[slots * (1 + Math.min(numbering.size(), maxValues))];
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            if (numbers[row] > 0) {
                totals[slotOfRow[row]]++;
                found[places[numbers[row]] * slots + slotOfRow[row]]++;
            }
        }
        for (int number = 1; number < places.length; number++) {
            if (places[number] > 0) {
                merge(numbering.value(number), found, places[number] * slots);
            }
        }
        if (counts.size() > maxValues) {
            forget();
        }
    }

    /// Where each value is counted: from 1, in order of numbers, but 0 for the rarest if there are too many.
    private int[] places(int size, RowSet rows, int[] numbers) {
        int[] places = new int[size];
        if (size <= maxValues) {
            Arrays.setAll(places, number -> number);
            return places;
        }
        int[] often = new int[size];
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            often[numbers[row]]++;
        }
        int[] sorted = Arrays.copyOfRange(often, 1, size);
        Arrays.sort(sorted);
        int least = sorted[sorted.length - maxValues];
        int next = 1;
        for (int pass = 0; pass < 2; pass++) {
            for (int number = 1; number < size && next <= maxValues; number++) {
                boolean wanted = pass == 0 ? often[number] > least : often[number] == least;
                if (wanted) {
                    places[number] = next++;
                }
            }
        }
        return places;
    }

    private void merge(Value value, int[] found, int from) {
        long[] known = counts.get(value);
        if (known == null) {
            budget.take(bytes(value));
            known = new long[slots];
            counts.put(value, known);
        }
        for (int slot = 0; slot < slots; slot++) {
            known[slot] += found[from + slot];
        }
    }

    /// Forgets the rarer half of the values.
    private void forget() {
        List<Map.Entry<Value, long[]>> entries = new ArrayList<>(counts.entrySet());
        entries.sort(Comparator.comparingLong(entry -> sum(entry.getValue(), 0, slots)));
        for (Map.Entry<Value, long[]> entry : entries.subList(0, entries.size() / 2)) {
            counts.remove(entry.getKey());
            budget.giveBack(bytes(entry.getKey()));
        }
    }

    private long bytes(Value value) {
        return 3 * MemoryBudget.OBJECT + MemoryBudget.of(value) + 8L * slots;
    }

    /// The values that came up most in the slots `[from, to)`, at most `limit`; of equal ones those first
    /// in the alphabet.
    List<Counted> top(int limit, int from, int to) {
        List<Map.Entry<Value, long[]>> entries = new ArrayList<>(counts.entrySet());
        entries.removeIf(entry -> sum(entry.getValue(), from, to) == 0);
        entries.sort(Comparator.comparingLong((Map.Entry<Value, long[]> entry) -> -sum(entry.getValue(), from, to))
                .thenComparing(entry -> Values.text(entry.getKey())));
        List<Counted> top = new ArrayList<>();
        for (Map.Entry<Value, long[]> entry : entries.subList(0, Math.min(limit, entries.size()))) {
            top.add(new Counted(entry.getKey(), doubles(entry.getValue(), from, to)));
        }
        return top;
    }

    /// How often any value came up in each of the slots `[from, to)`.
    double[] totals(int from, int to) {
        return doubles(totals, from, to);
    }

    /// Whether any value came up in the slots `[from, to)`.
    boolean hasAny(int from, int to) {
        return sum(totals, from, to) > 0;
    }

    private static double[] doubles(long[] counts, int from, int to) {
        double[] values = new double[to - from];
        for (int i = 0; i < values.length; i++) {
            values[i] = counts[from + i];
        }
        return values;
    }

    private static long sum(long[] counts, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += counts[i];
        }
        return sum;
    }
}
