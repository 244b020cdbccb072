package dev.spanflame.querier.pyroscope;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;

/// The time a request is about, in milliseconds since the epoch, both ends included.
public record Window(long startMillis, long endMillis) {
    private static final long MILLI = 1_000_000;
    private static final long LATEST = Long.MAX_VALUE / MILLI - 1;

    /// Throws [BackendException] of kind BAD_REQUEST when an end is missing, negative or the range is
    /// upside down.
    public static Window of(long startMillis, long endMillis) {
        if (startMillis <= 0 || endMillis <= 0) {
            throw BackendException.badRequest(
                    "missing_time_range",
                    "missing time range: start is " + startMillis + " and end is " + endMillis
                            + "; both are needed, in milliseconds since 1970");
        }
        if (startMillis > endMillis) {
            throw BackendException.badRequest(
                    "invalid_time_range",
                    "start " + startMillis + " is after end " + endMillis + " (milliseconds since 1970)");
        }
        return new Window(Math.min(startMillis, LATEST), Math.min(endMillis, LATEST));
    }

    /// In nanoseconds; the last millisecond is in it whole, and after the last that there is in a window
    /// the rest of what nanoseconds can say.
    public TimeRange nanos() {
        long end = endMillis == LATEST ? Long.MAX_VALUE : endMillis * MILLI + MILLI - 1;
        return new TimeRange(startMillis * MILLI, end);
    }

    /// The same with up to `millis` more at the front, not before 1970.
    Window earlier(long millis) {
        return new Window(startMillis - Math.min(millis, startMillis), endMillis);
    }
}
