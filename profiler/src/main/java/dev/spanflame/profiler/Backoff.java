package dev.spanflame.profiler;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before a request is sent again: a random time between half of a bound and the bound, which doubles
/// with each attempt, so that many senders do not come back together.
///
/// @param first bound before the second attempt
/// @param longest the bound it grows to, and the most that a server's own wish is followed
record Backoff(Duration first, Duration longest) {
    static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    /// The wait after `failures` attempts that failed (1 or more), at least `wish`, the server's `Retry-After`.
    Duration delay(int failures, Duration wish, RandomGenerator random) {
        long bound = Math.min(longest.toNanos(), first.toNanos() << Math.min(failures - 1, 20));
        long jittered = random.nextLong(bound / 2, bound + 1);
        return Duration.ofNanos(Math.min(longest.toNanos(), Math.max(jittered, wish.toNanos())));
    }
}
