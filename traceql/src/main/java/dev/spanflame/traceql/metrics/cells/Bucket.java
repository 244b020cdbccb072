package dev.spanflame.traceql.metrics.cells;

/// Buckets of numbers by powers of two: a number above 0 falls into the bucket of the smallest power of two that is not
/// below it, 0 into one of its own.
///
/// Buckets are numbers that order as their contents do.
public final class Bucket {
    /// Not in any bucket: negative, infinite or no number.
    public static final int NONE = 0;

    /// Nanoseconds of a second.
    public static final double NANOS_IN_SECOND = 1e9;

    /// That of zero.
    public static final int ZERO = 1;
    private static final int OF_ONE = 1100;

    private Bucket() {}

    /// Bucket of a whole number. Hot path.
    public static int of(long value) {
        if (value <= 0) {
            return value == 0 ? ZERO : NONE;
        }
        return OF_ONE + Long.SIZE - Long.numberOfLeadingZeros(value - 1);
    }

    /// Bucket of a double. Hot path.
    public static int of(double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            return NONE;
        }
        if (value == 0) {
            return ZERO;
        }
        int exponent = Math.max(Double.MIN_EXPONENT, Math.getExponent(value));
        return OF_ONE + exponent + (value > Math.scalb(1.0, exponent) ? 1 : 0);
    }

    /// The largest number in a bucket.
    public static double max(int bucket) {
        return bucket == ZERO ? 0 : Math.scalb(1.0, bucket - OF_ONE);
    }
}
