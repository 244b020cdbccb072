package dev.spanflame.block.parquet.encoding;

/// DELTA_BINARY_PACKED: differences of neighbours, in blocks of 128 as distances to the smallest difference of the
/// block, packed with a width for each 32 of them. Not thread-safe.
public final class DeltaEncoder {
    static final int BLOCK = 128;
    static final int MINIBLOCKS = 4;
    private static final int MINIBLOCK = BLOCK / MINIBLOCKS;

    private final long[] deltas = new long[BLOCK];

    /// Appends `values[from, to)` of `width` bytes, 4 or 8; differences wrap at that width. Hot path.
    public void encode(long[] values, int from, int to, int width, ByteBuilder out) {
        out.putVarint(BLOCK);
        out.putVarint(MINIBLOCKS);
        out.putVarint(to - from);
        long first = from < to ? values[from] : 0;
        out.putZigzag(width == 4 ? (int) first : first);
        for (int at = from + 1; at < to; at += BLOCK) {
            int count = Math.min(BLOCK, to - at);
            for (int i = 0; i < count; i++) {
                long delta = values[at + i] - values[at + i - 1];
                deltas[i] = width == 4 ? (int) delta : delta;
            }
            block(count, width == 4 ? 0xffff_ffffL : -1L, out);
        }
    }

    private void block(int count, long mask, ByteBuilder out) {
        long min = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            min = Math.min(min, deltas[i]);
        }
        out.putZigzag(min);
        int widths = out.size();
        out.putInt(0);
        for (int i = 0; i < BLOCK; i++) {
            deltas[i] = i < count ? deltas[i] - min & mask : 0;
        }
        for (int mini = 0; mini * MINIBLOCK < count; mini++) {
            long all = 0;
            for (int i = mini * MINIBLOCK; i < (mini + 1) * MINIBLOCK; i++) {
                all |= deltas[i];
            }
            int width = 64 - Long.numberOfLeadingZeros(all);
            out.array()[widths + mini] = (byte) width;
            if (width > 0) {
                BitPacking.packLongs(deltas, mini * MINIBLOCK, (mini + 1) * MINIBLOCK, width, out);
            }
        }
    }
}
