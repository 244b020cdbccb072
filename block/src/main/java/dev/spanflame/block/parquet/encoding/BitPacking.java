package dev.spanflame.block.parquet.encoding;

/// Numbers of a fixed number of bits without gaps, the lowest bit of the first number first.
final class BitPacking {
    private BitPacking() {}

    /// Bytes that `count` numbers of `width` bits take.
    static long bytes(long count, int width) {
        return (count * width + 7) >>> 3;
    }

    /// Appends `source[from, to)`; bits above `width` (1 to 32) must be 0. Hot path.
    static void pack(int[] source, int from, int to, int width, ByteBuilder out) {
        out.ensure(bytes(to - from, width) + 8);
        byte[] bytes = out.array();
        int at = out.size();
        if (width == 8) {
            for (int i = from; i < to; i++) {
                bytes[at++] = (byte) source[i];
            }
        } else {
            long word = 0;
            int used = 0;
            for (int i = from; i < to; i++) {
                word |= (long) source[i] << used;
                used += width;
                if (used >= 32) {
                    LittleEndian.putInt(bytes, at, (int) word);
                    at += 4;
                    word >>>= 32;
                    used -= 32;
                }
            }
            LittleEndian.putLong(bytes, at, word);
            at += (used + 7) >>> 3;
        }
        out.size(at);
    }

    /// Reads `count` numbers of `width` bits (1 to 32) where `in` stands, without moving it, into `target[to...]`;
    /// the bytes must be there. Hot path.
    static void unpack(ByteCursor in, int width, int[] target, int to, int count) {
        byte[] bytes = in.array();
        int from = in.position();
        int end = to + count;
        if (width == 8) {
            for (int i = to; i < end; i++) {
                target[i] = bytes[from + i - to] & 0xff;
            }
        } else if (width == 16) {
            for (int i = to; i < end; i++) {
                target[i] = LittleEndian.getInt(bytes, from + 2 * (i - to)) & 0xffff;
            }
        } else if (width == 24) {
            for (int i = to; i < end; i++) {
                target[i] = LittleEndian.getInt(bytes, from + 3 * (i - to)) & 0xffffff;
            }
        } else {
            unpackBits(in, width, target, to, end);
        }
    }

    private static void unpackBits(ByteCursor in, int width, int[] target, int to, int end) {
        byte[] bytes = in.array();
        int from = in.position();
        long mask = -1L >>> -width;
        int i = to;
        for (; i + 8 <= end; i += 8, from += width) {
            for (int k = 0; k < 8; k++) {
                int bit = k * width;
                target[i + k] = (int) ((LittleEndian.getLong(bytes, from + (bit >>> 3)) >>> (bit & 7)) & mask);
            }
        }
        for (int bit = 0; i < end; i++, bit += width) {
            target[i] = (int) ((LittleEndian.getLong(bytes, from + (bit >>> 3)) >>> (bit & 7)) & mask);
        }
    }

    /// Appends `source[from, to)`; bits above `width` (1 to 64) must be 0. Hot path.
    static void packLongs(long[] source, int from, int to, int width, ByteBuilder out) {
        out.ensure(bytes(to - from, width) + 8);
        byte[] bytes = out.array();
        int at = out.size();
        long word = 0;
        int used = 0;
        for (int i = from; i < to; i++) {
            long value = source[i];
            word |= value << used;
            used += width;
            if (used >= 64) {
                LittleEndian.putLong(bytes, at, word);
                at += 8;
                used -= 64;
                word = used == 0 ? 0 : value >>> (width - used);
            }
        }
        LittleEndian.putLong(bytes, at, word);
        out.size(at + ((used + 7) >>> 3));
    }

    /// Reads `count` numbers of `width` bits (1 to 64) where `in` stands, without moving it, into `target[to...]`;
    /// the bytes must be there. Hot path.
    static void unpackLongs(ByteCursor in, int width, long[] target, int to, int count) {
        byte[] bytes = in.array();
        int start = in.position();
        long mask = -1L >>> -width;
        long bit = 0;
        for (int i = to; i < to + count; i++, bit += width) {
            int from = start + (int) (bit >>> 3);
            int shift = (int) bit & 7;
            long value = LittleEndian.getLong(bytes, from) >>> shift;
            if (shift + width > 64) {
                value |= (long) bytes[from + 8] << (64 - shift);
            }
            target[i] = value & mask;
        }
    }
}
