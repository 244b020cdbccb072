package dev.spanflame.tests.system;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Waits for what another process does.
public final class Awaiting {
    private static final long POLL_MILLIS = 20;

    private Awaiting() {}

    /// The first value of `source` that `done` accepts, or the last one when `limit` is over.
    public static <T> T until(Duration limit, Supplier<T> source, Predicate<T> done) {
        long end = System.nanoTime() + limit.toNanos();
        T value = source.get();
        while (!done.test(value) && System.nanoTime() < end) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return value;
            }
            value = source.get();
        }
        return value;
    }
}
