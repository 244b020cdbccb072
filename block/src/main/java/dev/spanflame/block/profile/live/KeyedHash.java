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
        int i = from;
        for (; i < to - 1; i += 2) {
            hash = mix(hash ^ ((long) values[i] << 32 | values[i + 1] & 0xffff_ffffL));
        }
        return i < to ? mix(hash ^ values[i]) : hash;
    }

    private static long mix(long value) {
        long product = value * FACTOR;
        return product ^ Math.unsignedMultiplyHigh(value, FACTOR);
    }
}
