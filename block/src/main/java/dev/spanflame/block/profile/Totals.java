package dev.spanflame.block.profile;

/// Sums of values of samples.
public final class Totals {
    private Totals() {}

    /// Sum of two numbers that are not negative, the largest number where it is too large: one absurd
    /// sample must not make a service's flame graph negative. Hot path.
    public static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
