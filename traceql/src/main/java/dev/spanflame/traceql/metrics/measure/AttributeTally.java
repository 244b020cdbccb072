package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.NumberedValues;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.type.Value;
import dev.spanflame.traceql.type.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// How often each value of one attribute came up, by slot. Used by one thread.
///
/// Of an attribute with very many values the rarest are forgotten now and then; the totals keep counting all.
final class AttributeTally {
    private static final int PLACES = 500;
    private static final int PARTS_HELD = 8;
    private static final Value NO_TEXT = Value.of("");

    private final int slots;
    private final MemoryBudget budget;
    // Values of one partition that are told apart, and of all.
    private final int placesAtOnce;
    private final int maxValues;
    private final long[] totals;
    private final Map<Value, long[]> counts = new HashMap<>();

    /// A value, and its count in each interval.
    record Counted(Value value, double[] counts) {}

    /// Of which `top` values will be asked for.
    AttributeTally(int slots, int top, MemoryBudget budget) {
        this.slots = slots;
        this.budget = budget;
        placesAtOnce = Math.max(PLACES, 2 * top);
        maxValues = PARTS_HELD * placesAtOnce;
        totals = new long[slots];
        budget.take(MemoryBudget.OBJECT + 8L * slots);
    }

    /// Counts the values of `rows`, each in its slot. The empty text counts as no value.
    void add(Column column, RowSet rows, int[] slotOfRow) {
        int[] numbers = new int[rows.size()];
        NumberedValues values = column.number(rows, numbers);
        int[] places = values.size() <= placesAtOnce ? all(values.size()) : mostFrequent(values.size(), numbers);
        int[] found = new int[slots * (1 + Math.min(values.size(), placesAtOnce))];
        for (int row = 0; row < numbers.length; row++) {
            if (numbers[row] > 0) {
                found[places[numbers[row]] * slots + slotOfRow[row]]++;
            }
        }
        for (int number = 1; number < places.length; number++) {
            if (places[number] > 0) {
                merge(values.value(number), found, places[number] * slots);
            }
        }
        // What is left in place 0 belongs to values too rare to be told apart.
        for (int slot = 0; slot < slots; slot++) {
            totals[slot] += found[slot];
        }
        if (counts.size() > maxValues) {
            forget();
        }
    }

    private static int[] all(int size) {
        int[] places = new int[size];
        Arrays.setAll(places, number -> number);
        return places;
    }

    /// Where each value is counted: from 1, but 0 for the rarest.
    private int[] mostFrequent(int size, int[] numbers) {
        int[] often = new int[size];
        for (int number : numbers) {
            often[number]++;
        }
        int[] sorted = Arrays.copyOfRange(often, 1, size);
        Arrays.sort(sorted);
        int least = Math.max(1, sorted[sorted.length - placesAtOnce]);
        int[] places = new int[size];
        int next = 1;
        for (int pass = 0; pass < 2; pass++) {
            for (int number = 1; number < size && next <= placesAtOnce; number++) {
                boolean wanted = pass == 0 ? often[number] > least : often[number] == least;
                if (wanted) {
                    places[number] = next++;
                }
            }
        }
        return places;
    }

    private void merge(Value value, int[] found, int from) {
        long sum = 0;
        for (int slot = 0; slot < slots; slot++) {
            sum += found[from + slot];
        }
        if (sum == 0 || value.equals(NO_TEXT) || value instanceof Value.Nil) {
            return;
        }
        long[] known = counts.get(value);
        if (known == null) {
            budget.take(bytes(value));
            known = new long[slots];
            counts.put(value, known);
        }
        for (int slot = 0; slot < slots; slot++) {
            known[slot] += found[from + slot];
            totals[slot] += found[from + slot];
        }
    }

    /// Forgets the rarer half of the values.
    private void forget() {
        List<Ranked> ranked = ranked(0, slots);
        for (Ranked rare : ranked.subList(ranked.size() / 2, ranked.size())) {
            counts.remove(rare.value());
            budget.giveBack(bytes(rare.value()));
        }
    }

    /// A value and how often it came up.
    private record Ranked(Value value, long count) {}

    /// The values that came up in the slots `[from, to)`, the most frequent first.
    private List<Ranked> ranked(int from, int to) {
        List<Ranked> ranked = new ArrayList<>(counts.size());
        counts.forEach((value, counted) -> {
            long count = sum(counted, from, to);
            if (count > 0) {
                ranked.add(new Ranked(value, count));
            }
        });
        ranked.sort(Comparator.comparingLong(Ranked::count).reversed());
        return ranked;
    }

    private long bytes(Value value) {
        return 3 * MemoryBudget.OBJECT + MemoryBudget.of(value) + 8L * slots;
    }

    /// The values that came up most in the slots `[from, to)`, at most `limit`; of equal ones those first in the
    /// alphabet.
    List<Counted> top(int limit, int from, int to) {
        List<Ranked> ranked = ranked(from, to);
        if (ranked.size() > limit) {
            long least = ranked.get(limit - 1).count();
            ranked.removeIf(one -> one.count() < least);
        }
        ranked.sort(Comparator.comparingLong(Ranked::count).reversed().thenComparing(one -> Values.text(one.value())));
        List<Counted> top = new ArrayList<>();
        for (Ranked one : ranked.subList(0, Math.min(limit, ranked.size()))) {
            long[] counted = Objects.requireNonNull(counts.get(one.value()));
            top.add(new Counted(one.value(), doubles(counted, from, to)));
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
