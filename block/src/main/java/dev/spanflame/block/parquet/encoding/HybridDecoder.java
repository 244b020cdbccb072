package dev.spanflame.block.parquet.encoding;

import java.util.Arrays;

/// Reads what [HybridEncoder] writes, and what other writers of the hybrid write.
public final class HybridDecoder {
    private HybridDecoder() {}

    /// Reads `count` numbers of `width` bits (0 to 32) into `target[to...]`; they fill the cursor. Hot path.
    public static void decode(ByteCursor in, int width, int[] target, int to, int count) throws DamagedException {
        int at = to;
        int end = to + count;
        while (at < end) {
            long header = in.readVarint();
            long announced = header >>> 1;
            int left = end - at;
            if ((header & 1) == 0) {
                if (announced == 0 || announced > left) {
                    throw new DamagedException("a run of " + announced + " where " + left + " values are missing");
                }
                Arrays.fill(target, at, at + (int) announced, runValue(in, width));
                at += (int) announced;
            } else {
                if (announced == 0 || announced > (left + 7) >>> 3) {
                    throw new DamagedException(announced + " groups of 8 values where " + left + " values are missing");
                }
                in.require(announced * width);
                int taken = (int) Math.min(left, announced * 8);
                if (width == 0) {
                    Arrays.fill(target, at, at + taken, 0);
                } else {
                    BitPacking.unpack(in, width, target, at, taken);
                }
                in.take(announced * width);
                at += taken;
            }
        }
        in.requireEnd();
    }

    private static int runValue(ByteCursor in, int width) throws DamagedException {
        int bytes = (width + 7) >>> 3;
        int from = in.take(bytes);
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (in.array()[from + i] & 0xff) << (8 * i);
        }
        if (width < 32 && value >>> width != 0) {
            throw new DamagedException("a run of the value " + value + " does not fit " + width + " bits");
        }
        return value;
    }

    /// Throws unless each of `ids[from, to)` is an entry of a dictionary of `size` entries. Hot path.
    public static void requireBelow(int[] ids, int from, int to, int size) throws DamagedException {
        int wrong = 0;
        for (int i = from; i < to; i++) {
            wrong |= ids[i] | size - 1 - ids[i];
        }
        if (wrong < 0) {
            throw new DamagedException("an id lies outside of the dictionary of " + size + " entries");
        }
    }
}
