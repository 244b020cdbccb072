package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.NumberedValues;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.type.Value;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts the values of columns that say something of things which rows share, such as resources. The things of one
/// kind are counted once; each column then adds up those of one value. Used by one thread, for the rows of one
/// partition.
final class SharedCounts {
    private static final int MOST_COUNTS = 1 << 17;

    private final RowSet rows;
    private final int[] slotOfRow;
    private final int slots;
    private final int maxThings;
    private int[] numbers = new int[0];
    private final Map<Object, int[]> countsOfThings = new IdentityHashMap<>();

    /// Of `rows`, each with a slot below `slots`. Where there are more than `maxThings`, columns are left to others.
    SharedCounts(RowSet rows, int[] slotOfRow, int slots, int maxThings) {
        this.rows = rows;
        this.slotOfRow = slotOfRow;
        this.slots = slots;
        this.maxThings = maxThings;
    }

    /// Counts the values of a column; null where that is no column of few things.
    @Nullable
    PartCounts count(Column column) {
        Object things = column.numbered();
        if (things == null) {
            return null;
        }
        if (numbers.length == 0) {
            numbers = new int[rows.size()];
        }
        NumberedValues values = column.number(new RowSet(rows.size()), numbers);
        int size = values.size();
        if (size > maxThings || (long) size * slots > MOST_COUNTS) {
            return null;
        }
        int[] counts = countsOfThings.computeIfAbsent(things, _ -> {
            column.number(rows, numbers);
            return counts(size);
        });
        return counts.length == size * slots ? byValue(values, counts) : null;
    }

    /// Hot path.
    private int[] counts(int size) {
        int[] counts = new int[size * slots];
        for (int start = rows.next(0); start >= 0; ) {
            int end = rows.gap(start);
            for (int row = start; row < end; row++) {
                counts[numbers[row] * slots + slotOfRow[row]]++;
            }
            start = rows.next(end);
        }
        return counts;
    }

    private PartCounts byValue(NumberedValues values, int[] counts) {
        Map<Value, int[]> sums = new LinkedHashMap<>();
        for (int number = 1; number < values.size(); number++) {
            int from = number * slots;
            if (hasAny(counts, from)) {
                Value value = values.value(number);
                if (!(value instanceof Value.Nil)) {
                    int[] sum = sums.computeIfAbsent(value, _ -> new int[slots]);
                    for (int slot = 0; slot < slots; slot++) {
                        sum[slot] += counts[from + slot];
                    }
                }
            }
        }
        return part(sums);
    }

    private boolean hasAny(int[] counts, int from) {
        for (int at = from; at < from + slots; at++) {
            if (counts[at] > 0) {
                return true;
            }
        }
        return false;
    }

    private PartCounts part(Map<Value, int[]> sums) {
        Value[] values = sums.keySet().toArray(new Value[0]);
        int[] ends = new int[values.length];
        int[] slotOf = new int[values.length * slots];
        int[] counts = new int[slotOf.length];
        int size = 0;
        int next = 0;
        for (int[] sum : sums.values()) {
            for (int slot = 0; slot < slots; slot++) {
                if (sum[slot] > 0) {
                    slotOf[size] = slot;
                    counts[size++] = sum[slot];
                }
            }
            ends[next++] = size;
        }
        return new PartCounts(values, ends, Arrays.copyOf(slotOf, size), Arrays.copyOf(counts, size), new int[slots]);
    }
}
