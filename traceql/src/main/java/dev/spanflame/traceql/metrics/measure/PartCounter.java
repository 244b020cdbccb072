package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.NumberedValues;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.type.Value;
import java.util.Arrays;
import java.util.function.IntFunction;

/// Counts the values of columns of one partition. Used by one thread; keeps its arrays from one column to the next.
final class PartCounter {
    /// Counters up to which each value has one for every slot, however few rows there are.
    private static final int FEW = 1 << 12;

    private final int slots;
    private final int maxPlaces;
    // All zero between two columns.
    private int[] numbers = new int[0];
    private int[] found = new int[0];
    private final long[] seen;
    private int[] sorted = new int[0];
    private final Tally tally = new Tally();

    /// At most `maxPlaces` values of a column are told apart, the most frequent.
    PartCounter(int slots, int maxPlaces) {
        this.slots = slots;
        this.maxPlaces = maxPlaces;
        seen = new long[(slots + 63) >>> 6];
    }

    /// Counts the values of `rows`, each in its slot.
    PartCounts count(Column column, RowSet rows, int[] slotOfRow) {
        RowSet present = new RowSet(rows.size());
        column.present(rows, present);
        int count = present.count();
        if (count == 0) {
            return new PartCounts(new Value[0], new int[0], new int[0], new int[0], new int[slots]);
        }
        if (numbers.length < rows.size()) {
            numbers = new int[rows.size()];
        }
        NumberedValues values = column.number(present, numbers);
        int[] numberOf = values.size() <= maxPlaces ? all(values.size()) : most(frequencies(values.size(), present));
        int[] places = new int[values.size()];
        for (int place = 1; place < numberOf.length; place++) {
            places[numberOf[place]] = place;
        }
        tally.begin(slots, numberOf.length, count);
        if ((long) numberOf.length * slots <= Math.max(FEW, count)) {
            countDense(present, slotOfRow, places);
        } else {
            countByPlace(present, slotOfRow, places);
        }
        return tally.of(place -> values.value(numberOf[place]));
    }

    /// The numbers `0 ... size - 1`.
    private static int[] all(int size) {
        int[] all = new int[size];
        Arrays.setAll(all, number -> number);
        return all;
    }

    private int[] frequencies(int size, RowSet present) {
        int[] often = new int[size];
        long[] words = present.words();
        for (int i = 0; i < words.length; i++) {
            for (long bits = words[i]; bits != 0; bits &= bits - 1) {
                often[numbers[(i << 6) + Long.numberOfTrailingZeros(bits)]]++;
            }
        }
        return often;
    }

    /// The numbers that are told apart, those that came up most; the first entry is not used.
    private int[] most(int[] often) {
        int least = least(often);
        int[] most = new int[1 + Math.min(maxPlaces, often.length - 1)];
        int next = 1;
        for (int pass = 0; pass < 2; pass++) {
            for (int number = 1; number < often.length && next < most.length; number++) {
                boolean wanted = pass == 0 ? often[number] > least : often[number] == least;
                if (wanted) {
                    most[next++] = number;
                }
            }
        }
        return Arrays.copyOf(most, next);
    }

    /// How often the rarest comes up of those that are told apart.
    private int least(int[] often) {
        int max = 1;
        for (int number = 1; number < often.length; number++) {
            max = Math.max(max, often[number]);
        }
        int[] asOften = new int[max + 1];
        for (int number = 1; number < often.length; number++) {
            asOften[often[number]]++;
        }
        int least = max;
        int more = asOften[least];
        while (least > 1 && more < maxPlaces) {
            more += asOften[--least];
        }
        return least;
    }

    private void countDense(RowSet present, int[] slotOfRow, int[] places) {
        int size = tally.places * slots;
        if (found.length < size) {
            found = new int[size];
        }
        long[] words = present.words();
        for (int i = 0; i < words.length; i++) {
            for (long bits = words[i]; bits != 0; bits &= bits - 1) {
                int row = (i << 6) + Long.numberOfTrailingZeros(bits);
                int number = numbers[row];
                numbers[row] = 0;
                if (number > 0) {
                    found[places[number] * slots + slotOfRow[row]]++;
                }
            }
        }
        for (int place = 0, at = 0; place < tally.places; place++) {
            for (int slot = 0; slot < slots; slot++, at++) {
                if (found[at] > 0) {
                    tally.add(place, slot, found[at]);
                    found[at] = 0;
                }
            }
        }
    }

    /// Puts the slots of each place side by side first: most places have a few rows.
    private void countByPlace(RowSet present, int[] slotOfRow, int[] places) {
        int[] ends = ends(present, places);
        if (sorted.length < ends[ends.length - 1]) {
            sorted = new int[ends[ends.length - 1]];
        }
        long[] words = present.words();
        for (int i = 0; i < words.length; i++) {
            for (long bits = words[i]; bits != 0; bits &= bits - 1) {
                int row = (i << 6) + Long.numberOfTrailingZeros(bits);
                int number = numbers[row];
                numbers[row] = 0;
                if (number > 0) {
                    sorted[ends[places[number]]++] = slotOfRow[row];
                }
            }
        }
        if (found.length < slots) {
            found = new int[slots];
        }
        int from = 0;
        for (int place = 0; place < tally.places; place++) {
            add(place, from, ends[place]);
            from = ends[place];
        }
    }

    /// Where the rows of each place begin, so that they end there once each of them has moved it by one.
    private int[] ends(RowSet present, int[] places) {
        int[] begins = new int[tally.places + 1];
        long[] words = present.words();
        for (int i = 0; i < words.length; i++) {
            for (long bits = words[i]; bits != 0; bits &= bits - 1) {
                int number = numbers[(i << 6) + Long.numberOfTrailingZeros(bits)];
                if (number > 0) {
                    begins[places[number] + 1]++;
                }
            }
        }
        for (int place = 0; place < tally.places; place++) {
            begins[place + 1] += begins[place];
        }
        return begins;
    }

    /// Adds a place whose slots are `sorted[from, to)`.
    private void add(int place, int from, int to) {
        if (to - from == 1) {
            tally.add(place, sorted[from], 1);
            return;
        }
        for (int at = from; at < to; at++) {
            int slot = sorted[at];
            found[slot]++;
            seen[slot >>> 6] |= 1L << slot;
        }
        for (int i = 0; i < seen.length; i++) {
            for (long bits = seen[i]; bits != 0; bits &= bits - 1) {
                int slot = (i << 6) + Long.numberOfTrailingZeros(bits);
                tally.add(place, slot, found[slot]);
                found[slot] = 0;
            }
            seen[i] = 0;
        }
    }

    /// Counts by place and slot in ascending order; place 0 is the rest. Keeps its arrays from one column to the next.
    private static final class Tally {
        private int places;
        private int[] ends = new int[0];
        private int[] slotOf = new int[0];
        private int[] counts = new int[0];
        private int[] rest = new int[0];
        private int size;

        void begin(int slots, int newPlaces, int rows) {
            places = newPlaces;
            ends = new int[Math.max(0, places - 1)];
            int most = (int) Math.min(rows, (long) places * slots);
            if (slotOf.length < most) {
                slotOf = new int[most];
                counts = new int[most];
            }
            rest = new int[slots];
            size = 0;
        }

        void add(int place, int slot, int count) {
            if (place == 0) {
                rest[slot] = count;
                return;
            }
            slotOf[size] = slot;
            counts[size++] = count;
            ends[place - 1] = size;
        }

        /// With the value of each place that has counts.
        PartCounts of(IntFunction<Value> valueOf) {
            Value[] values = new Value[ends.length];
            int[] shown = new int[ends.length];
            int next = 0;
            for (int i = 0; i < ends.length; i++) {
                if (ends[i] > 0) {
                    values[next] = valueOf.apply(i + 1);
                    shown[next++] = ends[i];
                }
            }
            return new PartCounts(
                    Arrays.copyOf(values, next),
                    Arrays.copyOf(shown, next),
                    Arrays.copyOf(slotOf, size),
                    Arrays.copyOf(counts, size),
                    rest);
        }
    }
}
