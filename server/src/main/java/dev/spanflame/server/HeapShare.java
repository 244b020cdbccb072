package dev.spanflame.server;

/// What parts of the process may take of its heap where the configuration names no number of bytes.
///
/// 96 MiB, of a small heap three eighths, are left to what any load needs: classes, the row groups that one flush and
/// one merge hold in memory, and room for the collector. The rest is shared.
final class HeapShare {
    private static final long ANY_LOAD = 96L << 20;

    private HeapShare() {}

    /// `bytes`, or where that is 0 so many parts of what is shared.
    static long of(long bytes, int parts, int taken) {
        return bytes > 0 ? bytes : shared(Runtime.getRuntime().maxMemory()) / parts * taken;
    }

    /// What is shared of a heap of so many bytes.
    static long shared(long heap) {
        return heap - Math.min(ANY_LOAD, heap / 8 * 3);
    }
}
