package dev.spanflame.model.trace;

/// A slice of a byte array packed into a `long`: offset in the upper half, length in the lower.
public final class TextRef {
    /// The empty slice.
    public static final long EMPTY = 0;

    private TextRef() {}

    /// Packs a slice.
    public static long of(int offset, int length) {
        return (long) offset << 32 | length;
    }

    /// First byte of the slice.
    public static int offset(long ref) {
        return (int) (ref >>> 32);
    }

    /// Number of bytes of the slice.
    public static int length(long ref) {
        return (int) ref;
    }
}
