package dev.spanflame.block.parquet.encoding;

/// Reads DELTA_BINARY_PACKED with any block size up to 65,536.
public final class DeltaDecoder {
    private static final int LARGEST_BLOCK = 1 << 16;

    private DeltaDecoder() {}

    /// Reads `count` numbers of `width` bytes (4, sign-extended, or 8) into `target[to...]`; they fill the cursor.
    /// Hot path.
    public static void decode(ByteCursor in, int width, long[] target, int to, int count) throws DamagedException {
        int block = in.readCount(LARGEST_BLOCK);
        int miniblocks = in.readCount(LARGEST_BLOCK);
        if (block == 0
                || block % 128 != 0
                || miniblocks == 0
                || block % miniblocks != 0
                || block / miniblocks % 32 != 0) {
            throw new DamagedException("blocks of " + block + " differences in " + miniblocks + " parts");
        }
        long announced = in.readVarint();
        if (announced != count) {
            throw new DamagedException("found " + announced + " values instead of " + count);
        }
        long value = in.readZigzag();
        if (count > 0) {
            target[to] = value;
        }
        int miniblock = block / miniblocks;
        for (int at = to + 1; at < to + count; at += block) {
            block(in, miniblock, miniblocks, target, at, Math.min(block, to + count - at));
        }
        if (width == 4) {
            for (int i = to; i < to + count; i++) {
                target[i] = (int) target[i];
            }
        }
        in.requireEnd();
    }

    private static void block(ByteCursor in, int miniblock, int miniblocks, long[] target, int to, int count)
            throws DamagedException {
        long min = in.readZigzag();
        int widths = in.take(miniblocks);
        byte[] bytes = in.array();
        for (int mini = 0; mini * miniblock < count; mini++) {
            int width = bytes[widths + mini];
            if (width < 0 || width > 64) {
                throw new DamagedException("a difference of " + (width & 0xff) + " bits");
            }
            int first = to + mini * miniblock;
            int taken = Math.min(miniblock, to + count - first);
            int from = in.take(BitPacking.bytes(miniblock, width));
            long value = target[first - 1];
            if (width == 0) {
                for (int i = first; i < first + taken; i++) {
                    value += min;
                    target[i] = value;
                }
            } else {
                BitPacking.unpackLongs(bytes, from, width, target, first, taken);
                for (int i = first; i < first + taken; i++) {
                    value += min + target[i];
                    target[i] = value;
                }
            }
        }
    }
}
