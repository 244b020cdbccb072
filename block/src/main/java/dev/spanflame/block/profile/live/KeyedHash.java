package dev.spanflame.block.profile.live;

import java.security.SecureRandom;

/// Hashes numbers with a key drawn at random for each process, so that no sender can choose what collides.
final class KeyedHash {
    private static final long SEED = new SecureRandom().nextLong();
    private static final long FACTOR = new SecureRandom().nextLong() | 1;

    private KeyedHash() {}

    /// Odd numbers drawn at random.
    static long[] factors(int count) {
        long[] factors = new SecureRandom().longs(count).toArray();
        for (int i = 0; i < count; i++) {
            factors[i] |= 1;
        }
        return factors;
    }

    /// Hash of a number. Hot path.
    static int of(long value) {
        return (int) (mix(SEED ^ value) >>> 32);
    }

    /// Hash of the numbers `[from, to)` of `values`. Hot path.
    static long of(int[] values, int from, int to) {
        long hash = SEED + to - from;
        for (int i = from; i < to; i++) {
            hash = mix(hash ^ values[i]);
        }
        return hash;
    }

    private static long mix(long value) {
        long product = value * FACTOR;
        return product ^ Math.unsignedMultiplyHigh(value, FACTOR);
    }
}
