package dev.spanflame.model;

import java.time.Instant;

/// A closed interval of time, both ends in nanoseconds since 1970-01-01T00:00:00Z.
public record TimeRange(long startNanos, long endNanos) {
    /// Contains every time there is.
    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    /// Throws [IllegalArgumentException] when the end lies before the start.
    public TimeRange {
        if (endNanos < startNanos) {
            throw new IllegalArgumentException("time range ends at " + endNanos + ", before its start " + startNanos);
        }
    }

    /// Range between two times in seconds since the epoch.
    public static TimeRange ofSeconds(long start, long end) {
        return new TimeRange(Math.multiplyExact(start, 1_000_000_000L), Math.multiplyExact(end, 1_000_000_000L));
    }

    /// Range between two times in milliseconds since the epoch.
    public static TimeRange ofMillis(long start, long end) {
        return new TimeRange(Math.multiplyExact(start, 1_000_000L), Math.multiplyExact(end, 1_000_000L));
    }

    /// Whether `nanos` lies inside, ends included.
    public boolean contains(long nanos) {
        return nanos >= startNanos && nanos <= endNanos;
    }

    /// Whether the two share at least one instant.
    public boolean overlaps(TimeRange other) {
        return startNanos <= other.endNanos && other.startNanos <= endNanos;
    }

    /// Whether this range shares an instant with `[start, end]`.
    public boolean overlaps(long start, long end) {
        return startNanos <= end && start <= endNanos;
    }

    /// The smallest range that holds both.
    public TimeRange union(TimeRange other) {
        return new TimeRange(Math.min(startNanos, other.startNanos), Math.max(endNanos, other.endNanos));
    }

    /// This range made wider by `nanos` on both sides, saturating.
    public TimeRange widen(long nanos) {
        long start = startNanos < Long.MIN_VALUE + nanos ? Long.MIN_VALUE : startNanos - nanos;
        long end = endNanos > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : endNanos + nanos;
        return new TimeRange(start, end);
    }

    /// Nanoseconds since the epoch of `instant`, saturating at the ends of `long` (the years 1677 and 2262).
    public static long nanosOf(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
        } catch (ArithmeticException _) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
