package dev.spanflame.traceql.metrics.series;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.syntax.DurationText;

/// Intervals of equal length, `count` of them, from `startNanos` on: interval `i` holds the moments in
/// `(start + i * step, start + (i + 1) * step]`. A span belongs to the interval in which it starts; a sample has the
/// time of the interval's end.
public record TimeAxis(long startNanos, long stepNanos, int count) {
    /// Intervals in an answer, at most.
    public static final int MAX_INTERVALS = 10_000;

    private static final long SECOND = 1_000_000_000L;
    private static final long FINE_STEP = 50_000_000L;
    private static final long[] GRANULARITIES = {
        3600 * SECOND, 300 * SECOND, 60 * SECOND, 15 * SECOND, 5 * SECOND, SECOND
    };
    private static final int DEFAULT_INTERVALS = 240;

    /// Throws [IllegalArgumentException] for less than one interval, or one without length.
    public TimeAxis {
        if (stepNanos < 1 || count < 1) {
            throw new IllegalArgumentException("time axis of " + count + " intervals of " + stepNanos + " ns");
        }
    }

    /// One interval, `(start, end]`. Throws [BackendException] of kind BAD_REQUEST unless `end` is after `start`.
    public static TimeAxis instant(long startNanos, long endNanos) {
        return new TimeAxis(startNanos, length(startNanos, endNanos), 1);
    }

    /// Intervals that end at multiples of `stepNanos` and cover `[start, end]`, one more in front of them.
    /// A step of 0 is chosen by [#defaultStep].
    ///
    /// Throws [BackendException] of kind BAD_REQUEST unless `end` is after `start`, and for more than
    /// [#MAX_INTERVALS] steps in between.
    public static TimeAxis range(long startNanos, long endNanos, long stepNanos) {
        long length = length(startNanos, endNanos);
        long step = stepNanos == 0 ? defaultStep(length) : stepNanos;
        if (step < 0) {
            throw refused("step required: it is negative; give seconds, or a duration such as 30s");
        }
        if (length / step > MAX_INTERVALS) {
            throw refused("step of " + seconds(step) + " is too small, minimum step for given range is "
                    + seconds(-Math.floorDiv(-length, MAX_INTERVALS)));
        }
        try {
            long start = Math.subtractExact(Math.multiplyExact(Math.floorDiv(startNanos, step), step), step);
            long end = Math.multiplyExact(Math.ceilDiv(endNanos, step), step);
            return new TimeAxis(start, step, Math.toIntExact((end - start) / step));
        } catch (ArithmeticException _) {
            throw refused("start " + startNanos + ", end " + endNanos + " and step " + step
                    + " in nanoseconds reach beyond the years 1677 to 2262");
        }
    }

    /// The step for a range of this length when none is asked for: a 240th of it, cut to a round number.
    public static long defaultStep(long lengthNanos) {
        long baseline = lengthNanos / DEFAULT_INTERVALS;
        if (lengthNanos < 60 * SECOND) {
            return Math.max(FINE_STEP, baseline / FINE_STEP * FINE_STEP);
        }
        for (long granularity : GRANULARITIES) {
            if (granularity < baseline) {
                return baseline / granularity * granularity;
            }
        }
        return SECOND;
    }

    /// End of the last interval.
    public long endNanos() {
        return startNanos + stepNanos * count;
    }

    /// The moments in the intervals.
    public TimeRange window() {
        return new TimeRange(startNanos + 1, endNanos());
    }

    /// The interval that holds a moment, -1 if none does. Hot path.
    public int interval(long nanos) {
        if (nanos <= startNanos || nanos > endNanos()) {
            return -1;
        }
        return (int) ((nanos - startNanos - 1) / stepNanos);
    }

    /// Time of the sample of an interval, in milliseconds since the epoch.
    public long sampleMillis(int interval) {
        return Math.floorDiv(startNanos + stepNanos * (interval + 1L), 1_000_000L);
    }

    /// Length of an interval in seconds.
    public double stepSeconds() {
        return stepNanos / (double) SECOND;
    }

    private static long length(long startNanos, long endNanos) {
        if (endNanos <= startNanos) {
            throw refused("end must be greater than start: start is " + startNanos + ", end is " + endNanos
                    + " in nanoseconds since the epoch");
        }
        if (endNanos - startNanos < 0) {
            throw refused("start and end are more than 292 years apart");
        }
        return endNanos - startNanos;
    }

    private static String seconds(long nanos) {
        return DurationText.of(nanos);
    }

    private static BackendException refused(String message) {
        return BackendException.badRequest("invalid_metrics_range", message);
    }
}
