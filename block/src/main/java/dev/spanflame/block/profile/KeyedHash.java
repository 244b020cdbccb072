package dev.spanflame.block.profile;

import java.security.SecureRandom;

/// Hashes numbers with a key drawn at random for each process, so that no sender can choose what collides.
final class KeyedHash {
    private static final long SEED = new SecureRandom().nextLong();
    private static final long FACTOR = new SecureRandom().nextLong() | 1;

    private KeyedHash() {}

    /// Hash of two numbers. Hot path.
    static int of(long a, long b) {
        return (int) (mix(mix(SEED ^ a) ^ b) >>> 32);
    }

    /// Hash of the first `length` numbers of `values`. Hot path.
    static long of(int[] values, int length) {
        long hash = SEED + length;
        for (int i = 0; i < length; i++) {
            hash = mix(hash ^ values[i]);
        }
        return hash;
    }

    private static long mix(long value) {
        long product = value * FACTOR;
        return product ^ Math.unsignedMultiplyHigh(value, FACTOR);
    }
}
