package dev.spanflame.generator.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Exponential buckets of a native histogram for values from 0 on. Not thread-safe.
///
/// Begins with Tempo's factor of at most 1.1 (schema 3: 2^(1/8)). Where more than 100 buckets have
/// values, neighbours are merged, which halves the resolution.
final class NativeBuckets {
    static final int FIRST_SCHEMA = 3;
    private static final int MAX_BUCKETS = 100;
    private static final int LEAST_SCHEMA = -4;
    private static final int MAX_GAP = 2;

    private int schema = FIRST_SCHEMA;
    private double zeros;
    private double[] counts = new double[16];
    private int first;
    private int used;

    /// Adds a value `weight` times. Hot path.
    void add(double value, double weight) {
        if (!(value > NativeHistogram.ZERO_THRESHOLD)) {
            zeros += weight;
            return;
        }
        int slot = slot(index(Math.min(value, Double.MAX_VALUE)));
        if (counts[slot] == 0 && weight > 0) {
            used++;
        }
        counts[slot] += weight;
        while (used > MAX_BUCKETS && schema > LEAST_SCHEMA) {
            halve();
        }
    }

    /// The bucket `i` with bound(i - 1) < value <= bound(i).
    private int index(double value) {
        int index = (int) Math.ceil(Math.log(value) / Math.log(2) * Math.scalb(1.0, schema));
        if (value <= bound(index - 1)) {
            return index - 1;
        }
        return value > bound(index) ? index + 1 : index;
    }

    private double bound(int index) {
        if (schema <= 0) {
            return Math.scalb(1.0, index << -schema);
        }
        int whole = index >> schema;
        int part = index & ((1 << schema) - 1);
        return Math.scalb(Math.pow(2, part / Math.scalb(1.0, schema)), whole);
    }

    private int slot(int index) {
        if (used == 0) {
            first = index;
        }
        if (index < first) {
            int more = first - index;
            double[] grown = new double[counts.length + more];
            System.arraycopy(counts, 0, grown, more, counts.length);
            counts = grown;
            first = index;
        } else if (index - first >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(index - first + 1, counts.length * 2));
        }
        return index - first;
    }

    /// Merges buckets 2i - 1 and 2i into i.
    private void halve() {
        int newFirst = (first + 1) >> 1;
        int newLast = (first + counts.length) >> 1;
        double[] merged = new double[newLast - newFirst + 1];
        used = 0;
        for (int i = 0; i < counts.length; i++) {
            int target = ((first + i + 1) >> 1) - newFirst;
            if (counts[i] > 0) {
                used += merged[target] == 0 ? 1 : 0;
                merged[target] += counts[i];
            }
        }
        counts = merged;
        first = newFirst;
        schema--;
    }

    /// The state of now; `sum` is that of all values. Gaps of up to two buckets are written as
    /// empty buckets.
    NativeHistogram snapshot(double sum) {
        List<NativeHistogram.Span> spans = new ArrayList<>();
        List<Long> out = new ArrayList<>();
        int spanFrom = 0;
        int end = 0;
        int previousEnd = 0;
        boolean open = false;
        for (int i = 0; i < counts.length; i++) {
            long count = Math.round(counts[i]);
            if (count == 0) {
                continue;
            }
            int index = first + i;
            if (open && index - end <= MAX_GAP) {
                for (int gap = end; gap < index; gap++) {
                    out.add(0L);
                }
            } else {
                if (open) {
                    spans.add(new NativeHistogram.Span(spanFrom - previousEnd, end - spanFrom));
                    previousEnd = end;
                }
                spanFrom = index;
                open = true;
            }
            out.add(count);
            end = index + 1;
        }
        if (open) {
            spans.add(new NativeHistogram.Span(spanFrom - previousEnd, end - spanFrom));
        }
        return new NativeHistogram(schema, Math.round(zeros), sum, spans, out);
    }

    int schema() {
        return schema;
    }
}
