package dev.spanflame.block.parquet.encoding;

/// Eight longs seen as a square of eight by eight bytes, turned over its diagonal: afterwards byte `i` of word `b` is
/// what byte `b` of word `i` was. Turning twice gives the old state.
final class ByteTransposition {
    private static final long HALVES = 0xffff_ffff_0000_0000L;
    private static final long QUARTERS = 0xffff_0000_ffff_0000L;
    private static final long BYTES = 0xff00_ff00_ff00_ff00L;

    private ByteTransposition() {}

    /// Turns `square`, 8 words. Hot path.
    static void turn(long[] square) {
        long a = square[0];
        long b = square[1];
        long c = square[2];
        long d = square[3];
        long e = square[4];
        long f = square[5];
        long g = square[6];
        long h = square[7];
        // Swap the upper half of the first four words with the lower half of the last four, then the same with
        // quarters and with bytes: a difference is computed once and added on both sides.
        long t = (a ^ e << 32) & HALVES;
        a ^= t;
        e ^= t >>> 32;
        t = (b ^ f << 32) & HALVES;
        b ^= t;
        f ^= t >>> 32;
        t = (c ^ g << 32) & HALVES;
        c ^= t;
        g ^= t >>> 32;
        t = (d ^ h << 32) & HALVES;
        d ^= t;
        h ^= t >>> 32;
        t = (a ^ c << 16) & QUARTERS;
        a ^= t;
        c ^= t >>> 16;
        t = (b ^ d << 16) & QUARTERS;
        b ^= t;
        d ^= t >>> 16;
        t = (e ^ g << 16) & QUARTERS;
        e ^= t;
        g ^= t >>> 16;
        t = (f ^ h << 16) & QUARTERS;
        f ^= t;
        h ^= t >>> 16;
        t = (a ^ b << 8) & BYTES;
        square[0] = a ^ t;
        square[1] = b ^ t >>> 8;
        t = (c ^ d << 8) & BYTES;
        square[2] = c ^ t;
        square[3] = d ^ t >>> 8;
        t = (e ^ f << 8) & BYTES;
        square[4] = e ^ t;
        square[5] = f ^ t >>> 8;
        t = (g ^ h << 8) & BYTES;
        square[6] = g ^ t;
        square[7] = h ^ t >>> 8;
    }
}
