package dev.spanflame.load.send;

import java.util.concurrent.TimeUnit;

/// Reads the header `Retry-After` where it is a number of seconds.
final class RetryAfter {
    private static final long LONGEST_SECONDS = 3_600;

    private RetryAfter() {}

    /// Nanoseconds; 0 for an empty text, a date, or nonsense.
    static long nanos(String text) {
        try {
            double seconds = text.isEmpty() ? 0 : Double.parseDouble(text);
            return seconds > 0 ? (long) (Math.min(seconds, LONGEST_SECONDS) * TimeUnit.SECONDS.toNanos(1)) : 0;
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
