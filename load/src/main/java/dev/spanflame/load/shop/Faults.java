package dev.spanflame.load.shop;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Decides, from a seed, what is slow and what fails in a service. Safe for any thread: the n-th decision is always
/// the same.
final class Faults {
    private final long seed;
    private final AtomicLong decisions = new AtomicLong();

    Faults(long seed, String service) {
        this.seed = seed * 0x9E3779B97F4A7C15L ^ service.hashCode();
    }

    /// True in `perMille` of 1,000 decisions.
    boolean happens(int perMille) {
        return next().nextInt(1_000) < perMille;
    }

    /// Waits as for a disk or a network: mostly about `typicalMillis`, in one of 30 cases ten times as long.
    void delay(int typicalMillis) {
        SplittableRandom random = next();
        double millis = typicalMillis * random.nextDouble(0.5, 1.5);
        if (random.nextInt(30) == 0) {
            millis *= 10;
        }
        LockSupport.parkNanos((long) (millis * 1e6));
    }

    /// A number below `bound`.
    int number(int bound) {
        return next().nextInt(bound);
    }

    private SplittableRandom next() {
        return new SplittableRandom(seed + decisions.getAndIncrement() * 0xD1B54A32D192ED03L);
    }
}
