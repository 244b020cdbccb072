package dev.spanflame.objectstore;

import java.time.Duration;

/// How a call to a remote store is repeated after failures that may pass.
///
/// @param attempts most attempts for one call, 1 or more
/// @param firstDelay pause before the second attempt; doubled for each further one, less up to a half at random
/// @param longestDelay where the doubling ends
/// @param attemptTimeout most time for one attempt, the transfer of the bytes included
/// @param silenceTimeout most time in an attempt without a byte going either way, and for connecting
/// @param total no new attempt begins when a call has lasted this long
public record RetryPolicy(
        int attempts,
        Duration firstDelay,
        Duration longestDelay,
        Duration attemptTimeout,
        Duration silenceTimeout,
        Duration total) {
    /// Checks that there is at least one attempt.
    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("a call needs 1 attempt or more, not " + attempts);
        }
    }

    /// 6 attempts within about a minute.
    public static RetryPolicy standard() {
        return new RetryPolicy(
                6,
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(15),
                Duration.ofSeconds(60));
    }

    /// The pause before attempt `next` (2 or more), for a number `random` in `[0, 1)`.
    public Duration delayBefore(int next, double random) {
        long full = firstDelay.toNanos();
        for (int i = 2; i < next && full < longestDelay.toNanos(); i++) {
            full *= 2;
        }
        full = Math.min(full, longestDelay.toNanos());
        return Duration.ofNanos(full - (long) (full / 2.0 * random));
    }
}
