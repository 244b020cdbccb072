package dev.spanflame.load.trace;

import java.util.SplittableRandom;

/// How long things take, in nanoseconds: mostly little, sometimes ten times, rarely two hundred times as much.
final class Timing {
    private final SplittableRandom random;

    Timing(SplittableRandom random) {
        this.random = random;
    }

    /// Work of a service itself between two calls.
    long own() {
        return skewed(120_000);
    }

    /// A hop over the network, or a look into a cache.
    long network() {
        return skewed(250_000);
    }

    /// A database query.
    long query() {
        return skewed(1_500_000);
    }

    private long skewed(long typical) {
        int luck = random.nextInt(2_000);
        long scale = luck == 0 ? typical * 200 : luck < 60 ? typical * 10 : typical;
        return scale / 4 + random.nextLong(scale);
    }
}
