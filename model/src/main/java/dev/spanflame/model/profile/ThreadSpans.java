package dev.spanflame.model.profile;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// When which spans ran on one thread. Immutable.
///
/// Spans lie inside each other, or side by side:
///
/// ```
/// a ─────────────────────────
///     b ───────     d ────
///        c ──
/// ```
///
/// The span of a moment is the one that began last of those that run: behind the end of `c` one looks at
/// `b`, behind that at `a`. the last one that
/// began before and ends later.
public final class ThreadSpans {
    private static final int NONE = -1;

    private final long[] starts;
    private final long[] ends;
    private final int[] spans;
    /// For each span where to look next: at the last one that began before it and ends later.
    private final int[] outer;

    /// A span, a number that the caller gave it, from `start` until before `end`, by any clock.
    public record Interval(long start, long end, int span) {}

    /// Of these spans.
    public ThreadSpans(List<Interval> intervals) {
        Interval[] sorted = intervals.toArray(Interval[]::new);
        Arrays.sort(
                sorted,
                Comparator.comparingLong(Interval::start)
                        .thenComparing(Comparator.comparingLong(Interval::end).reversed()));
        starts = new long[sorted.length];
        ends = new long[sorted.length];
        spans = new int[sorted.length];
        outer = new int[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            starts[i] = sorted[i].start();
            ends[i] = sorted[i].end();
            spans[i] = sorted[i].span();
            int around = i - 1;
            while (around >= 0 && ends[around] <= ends[i]) {
                around = outer[around];
            }
            outer[i] = around;
        }
    }

    /// The innermost span that ran at `time`, -1 for none. Hot path.
    public int at(long time) {
        int low = 0;
        int high = starts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle] <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int found = low - 1;
        while (found >= 0 && ends[found] <= time) {
            found = outer[found];
        }
        return found < 0 ? NONE : spans[found];
    }
}
