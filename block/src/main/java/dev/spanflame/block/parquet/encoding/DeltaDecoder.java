package dev.spanflame.block.parquet.encoding;

/// Reads DELTA_BINARY_PACKED with any block size up to 65,536.
public final class DeltaDecoder {
    private static final int LARGEST_BLOCK = 1 << 16;

    private final ByteCursor in;
    private final long[] target;
    private int miniblock;
    private int miniblocks;

    private DeltaDecoder(ByteCursor in, long[] target) {
        this.in = in;
        this.target = target;
    }

    /// Reads `count` numbers of `width` bytes (4, sign-extended, or 8) into `target[to...]`; they fill the cursor.
    /// Hot path.
    public static void decode(ByteCursor in, int width, long[] target, int to, int count) throws DamagedException {
        new DeltaDecoder(in, target).all(to, count);
        if (width == 4) {
            for (int i = to; i < to + count; i++) {
                target[i] = (int) target[i];
            }
        }
        in.requireEnd();
    }

    private void all(int to, int count) throws DamagedException {
        int block = in.readCount(LARGEST_BLOCK);
        miniblocks = in.readCount(LARGEST_BLOCK);
        if (block == 0
                || block % 128 != 0
                || miniblocks == 0
                || block % miniblocks != 0
                || block / miniblocks % 32 != 0) {
            throw new DamagedException("blocks of " + block + " differences in " + miniblocks + " parts");
        }
        miniblock = block / miniblocks;
        long announced = in.readVarint();
        if (announced != count) {
            throw new DamagedException("found " + announced + " values instead of " + count);
        }
        long first = in.readZigzag();
        if (count > 0) {
            target[to] = first;
        }
        for (int at = to + 1; at < to + count; at += block) {
            block(at, Math.min(block, to + count - at));
        }
    }

    private void block(int to, int count) throws DamagedException {
        long min = in.readZigzag();
        int widths = in.take(miniblocks);
        for (int mini = 0; mini * miniblock < count; mini++) {
            int width = in.array()[widths + mini];
            if (width < 0 || width > 64) {
                throw new DamagedException("a difference of " + (width & 0xff) + " bits");
            }
            long bytes = BitPacking.bytes(miniblock, width);
            in.require(bytes);
            int first = to + mini * miniblock;
            part(width, min, first, first + Math.min(miniblock, to + count - first));
            in.take(bytes);
        }
    }

    private void part(int width, long min, int from, int to) {
        long value = target[from - 1];
        if (width == 0) {
            for (int i = from; i < to; i++) {
                value += min;
                target[i] = value;
            }
        } else {
            BitPacking.unpackLongs(in, width, target, from, to - from);
            for (int i = from; i < to; i++) {
                value += min + target[i];
                target[i] = value;
            }
        }
    }
}
