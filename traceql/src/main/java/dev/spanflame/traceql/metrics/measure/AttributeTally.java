package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.metrics.cells.SlotCounts;
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
    private static final Comparator<Ranked> MOST_FIRST =
            Comparator.comparingLong(Ranked::count).reversed();

    private final int slots;
    private final boolean countsEmpty;
    private final MemoryBudget budget;
    private final int maxValues;
    private final long[] totals;
    private final Map<Value, SlotCounts> counts = new HashMap<>();

    /// A value, and its count in each interval.
    record Counted(Value value, double[] counts) {}

    /// Of which `top` values will be asked for; the empty text is one of them if `countsEmpty`.
    AttributeTally(int slots, int top, boolean countsEmpty, MemoryBudget budget) {
        this.countsEmpty = countsEmpty;
        this.slots = slots;
        this.budget = budget;
        maxValues = PARTS_HELD * placesAtOnce(top);
        totals = new long[slots];
        budget.take(MemoryBudget.OBJECT + 8L * slots);
    }

    /// Values of one partition that are told apart where `top` will be asked for.
    static int placesAtOnce(int top) {
        return Math.max(PLACES, 2 * top);
    }

    /// Adds what a partition has.
    void add(PartCounts part) {
        int from = 0;
        for (int i = 0; i < part.values().length; i++) {
            Value value = part.values()[i];
            if ((countsEmpty || !value.equals(NO_TEXT)) && !(value instanceof Value.Nil)) {
                merge(value, part, from, part.ends()[i]);
            }
            from = part.ends()[i];
        }
        for (int slot = 0; slot < slots; slot++) {
            totals[slot] += part.rest()[slot];
        }
        if (counts.size() > maxValues) {
            forget();
        }
    }

    private void merge(Value value, PartCounts part, int from, int to) {
        SlotCounts known = counts.get(value);
        long before = 0;
        if (known == null) {
            known = new SlotCounts(slots);
            counts.put(value, known);
        } else {
            before = bytes(value, known);
        }
        for (int at = from; at < to; at++) {
            int slot = part.slots()[at];
            int count = part.counts()[at];
            known.add(slot, count);
            totals[slot] += count;
        }
        budget.take(bytes(value, known) - before);
    }

    /// Forgets the rarer half of the values.
    private void forget() {
        List<Ranked> ranked = new ArrayList<>(counts.size());
        counts.forEach((value, counted) -> ranked.add(new Ranked(value, counted.sum())));
        ranked.sort(MOST_FIRST);
        for (Ranked rare : ranked.subList(ranked.size() / 2, ranked.size())) {
            SlotCounts forgotten = Objects.requireNonNull(counts.remove(rare.value()));
            budget.giveBack(bytes(rare.value(), forgotten));
        }
    }

    /// A value and how often it came up.
    private record Ranked(Value value, long count) {}

    /// The values that came up in the slots `[from, to)`, the most frequent first.
    private List<Ranked> ranked(int from, int to) {
        List<Ranked> ranked = new ArrayList<>(counts.size());
        counts.forEach((value, counted) -> {
            long count = counted.sum(from, to);
            if (count > 0) {
                ranked.add(new Ranked(value, count));
            }
        });
        ranked.sort(MOST_FIRST);
        return ranked;
    }

    private static long bytes(Value value, SlotCounts counts) {
        return 5 * MemoryBudget.OBJECT + MemoryBudget.of(value) + counts.bytes();
    }

    /// The values that came up most in the slots `[from, to)`, at most `limit`; of equal ones those first in the
    /// alphabet.
    List<Counted> top(int limit, int from, int to) {
        List<Ranked> ranked = ranked(from, to);
        if (ranked.size() > limit) {
            long least = ranked.get(limit - 1).count();
            ranked.removeIf(one -> one.count() < least);
        }
        ranked.sort(MOST_FIRST.thenComparing(one -> Values.text(one.value())));
        List<Counted> top = new ArrayList<>();
        for (Ranked one : ranked.subList(0, Math.min(limit, ranked.size()))) {
            SlotCounts counted = Objects.requireNonNull(counts.get(one.value()));
            top.add(new Counted(one.value(), doubles(counted.bySlot(from, to))));
        }
        return top;
    }

    /// How often any value came up in each of the slots `[from, to)`.
    double[] totals(int from, int to) {
        return doubles(Arrays.copyOfRange(totals, from, to));
    }

    /// Whether any value came up in the slots `[from, to)`.
    boolean hasAny(int from, int to) {
        return sum(totals, from, to) > 0;
    }

    private static double[] doubles(long[] counts) {
        double[] values = new double[counts.length];
        Arrays.setAll(values, i -> counts[i]);
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
