package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.metrics.cells.SlotCounts;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.type.Value;
import dev.spanflame.traceql.type.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// How often each value of one attribute came up, by slot. Used by one thread.
///
/// Of an attribute with very many values the rarest are forgotten now and then; the totals keep counting all.
final class AttributeTally {
    private static final int PLACES = 500;
    private static final int PARTS_HELD = 8;
    private static final Value NO_TEXT = Value.of("");
    private static final Comparator<Ranked> MOST_FIRST =
            Comparator.comparingLong(Ranked::count).reversed().thenComparing(Ranked::text);

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
        long bytes = 0;
        int from = 0;
        for (int i = 0; i < part.values().length; i++) {
            Value value = part.values()[i];
            if ((countsEmpty || !value.equals(NO_TEXT)) && !(value instanceof Value.Nil)) {
                bytes += merge(value, part, from, part.ends()[i]);
            }
            from = part.ends()[i];
        }
        budget.take(bytes);
        for (int slot = 0; slot < slots; slot++) {
            totals[slot] += part.rest()[slot];
        }
        if (counts.size() > maxValues) {
            forget();
        }
    }

    /// Gives the bytes it took.
    private long merge(Value value, PartCounts part, int from, int to) {
        SlotCounts known = counts.computeIfAbsent(value, _ -> new SlotCounts(slots));
        long before = known.sum() == 0 ? -bytes(value) : known.bytes();
        for (int at = from; at < to; at++) {
            int slot = part.slots()[at];
            int count = part.counts()[at];
            known.add(slot, count);
            totals[slot] += count;
        }
        return known.bytes() - before;
    }

    /// Forgets the rarer half of the values.
    private void forget() {
        long[] sums = new long[counts.size()];
        int next = 0;
        for (SlotCounts counted : counts.values()) {
            sums[next++] = counted.sum();
        }
        Arrays.sort(sums);
        int kept = sums.length / 2;
        long least = sums[sums.length - kept];
        int asRare = kept;
        for (int i = sums.length - 1; sums[i] > least; i--) {
            asRare--;
        }
        long bytes = 0;
        Iterator<Map.Entry<Value, SlotCounts>> all = counts.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Value, SlotCounts> entry = all.next();
            long sum = entry.getValue().sum();
            if (sum < least || sum == least && asRare-- <= 0) {
                bytes += bytes(entry.getKey()) + entry.getValue().bytes();
                all.remove();
            }
        }
        budget.giveBack(bytes);
    }

    /// A value, its text, how often it came up in some slots, and how often in each.
    private record Ranked(Value value, String text, long count, SlotCounts counts) {}

    /// Without its counts.
    private static long bytes(Value value) {
        return 5 * MemoryBudget.OBJECT + MemoryBudget.of(value);
    }

    /// The values that came up most in the first half of the slots, or in the second, at most `limit`; of equal ones
    /// those first in the alphabet.
    List<Counted> top(int limit, boolean second) {
        PriorityQueue<Ranked> best = new PriorityQueue<>(MOST_FIRST.reversed());
        counts.forEach((value, counted) -> {
            long count = second ? counted.sum() - counted.sumOfFirstHalf() : counted.sumOfFirstHalf();
            if (count > 0) {
                offer(best, limit, value, count, counted);
            }
        });
        List<Ranked> ranked = new ArrayList<>(best);
        ranked.sort(MOST_FIRST);
        int from = second ? slots / 2 : 0;
        List<Counted> top = new ArrayList<>();
        for (Ranked one : ranked) {
            top.add(new Counted(one.value(), doubles(one.counts().bySlot(from, from + slots / 2))));
        }
        return top;
    }

    private static void offer(PriorityQueue<Ranked> best, int limit, Value value, long count, SlotCounts counted) {
        if (best.size() < limit) {
            best.add(new Ranked(value, Values.text(value), count, counted));
            return;
        }
        Ranked worst = best.peek();
        if (worst != null && count >= worst.count()) {
            Ranked offered = new Ranked(value, Values.text(value), count, counted);
            if (MOST_FIRST.compare(offered, worst) < 0) {
                best.remove();
                best.add(offered);
            }
        }
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
