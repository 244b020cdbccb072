package dev.spanflame.block.golden;

/// Numbers that look random and are the same for ever, whatever the JDK.
final class Mix {
    private Mix() {}

    /// A number of 64 bits for a number (the finish of SplitMix64).
    static long of(long number) {
        long mixed = (number + 1) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /// A number from 0 to `bound - 1`.
    static int below(int bound, long number) {
        return (int) Long.remainderUnsigned(of(number), bound);
    }
}
