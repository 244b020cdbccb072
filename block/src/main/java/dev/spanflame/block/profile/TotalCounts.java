package dev.spanflame.block.profile;

/// How many frames there are of each size, to find out which are too small to be kept.
///
/// Sizes are told apart to an eighth: a bucket holds the totals that share their highest four bits. Not
/// thread-safe.
public final class TotalCounts {
    private static final int SUB_BITS = 3;
    private static final int SUBS = 1 << SUB_BITS;

    private final int[] counts = new int[(Long.SIZE - SUB_BITS) * SUBS];
    private int count;

    /// The counts of frames with these totals, all above 0.
    public static TotalCounts of(long[] totals) {
        TotalCounts counts = new TotalCounts();
        for (long total : totals) {
            counts.add(total);
        }
        return counts;
    }

    /// Counts a frame; `total` must be above 0. Hot path.
    public void add(long total) {
        counts[bucket(total)]++;
        count++;
    }

    /// Frames counted.
    int count() {
        return count;
    }

    /// The smallest total to keep so that no more than `most` frames are kept.
    long floor(int most) {
        int kept = 0;
        for (int bucket = counts.length - 1; bucket >= 0; bucket--) {
            kept += counts[bucket];
            if (kept > most) {
                return lowest(bucket + 1);
            }
        }
        return 0;
    }

    private static int bucket(long total) {
        if (total < SUBS) {
            return (int) total;
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(total);
        int sub = (int) (total >>> (exponent - SUB_BITS)) & (SUBS - 1);
        return (exponent - SUB_BITS + 1) * SUBS + sub;
    }

    private static long lowest(int bucket) {
        if (bucket < SUBS) {
            return bucket;
        }
        long lowest = (long) (SUBS + bucket % SUBS) << (bucket / SUBS - 1);
        return lowest < 0 ? Long.MAX_VALUE : lowest;
    }
}
