package dev.spanflame.block.parquet.encoding;

/// Byte-stream-split: first byte 0 of every value, then byte 1 of every value, and so on, so that bytes that resemble
/// each other lie together for the compressor. Numbers of 4 or 8 bytes, the lowest byte first.
public final class ByteSplit {
    private ByteSplit() {}

    /// Appends the lowest `width` (4 or 8) bytes of `values[from, to)`. Hot path.
    public static void encode(long[] values, int from, int to, int width, ByteBuilder out) {
        int count = to - from;
        out.ensure((long) count * width + 8);
        byte[] bytes = out.array();
        int start = out.size();
        long[] square = new long[8];
        int i = 0;
        for (; i + 8 <= count; i += 8) {
            System.arraycopy(values, from + i, square, 0, 8);
            ByteTransposition.turn(square);
            for (int plane = 0; plane < width; plane++) {
                LittleEndian.putLong(bytes, start + plane * count + i, square[plane]);
            }
        }
        for (; i < count; i++) {
            for (int plane = 0; plane < width; plane++) {
                bytes[start + plane * count + i] = (byte) (values[from + i] >>> (8 * plane));
            }
        }
        out.size(start + count * width);
    }

    /// Reads `count` numbers of 4 (sign-extended) or 8 bytes into `target[to...]`. Hot path.
    public static void decode(ByteCursor in, int width, long[] target, int to, int count) throws DamagedException {
        int start = in.take((long) count * width);
        byte[] bytes = in.array();
        long[] square = new long[8];
        int i = 0;
        for (; i + 8 <= count; i += 8) {
            for (int plane = 0; plane < width; plane++) {
                square[plane] = LittleEndian.getLong(bytes, start + plane * count + i);
            }
            for (int plane = width; plane < 8; plane++) {
                square[plane] = 0;
            }
            ByteTransposition.turn(square);
            System.arraycopy(square, 0, target, to + i, 8);
        }
        for (; i < count; i++) {
            long value = 0;
            for (int plane = 0; plane < width; plane++) {
                value |= (bytes[start + plane * count + i] & 0xffL) << (8 * plane);
            }
            target[to + i] = value;
        }
        if (width == 4) {
            for (i = to; i < to + count; i++) {
                target[i] = (int) target[i];
            }
        }
    }
}
