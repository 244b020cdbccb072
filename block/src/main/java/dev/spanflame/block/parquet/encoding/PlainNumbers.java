package dev.spanflame.block.parquet.encoding;

/// Numbers, ids and truth values one behind the other (PLAIN).
///
/// Numbers have their lowest byte first; ids are fixed-length byte strings of 8 bytes held as longs, or of 16 bytes
/// held as two, the highest byte first; truth values take a bit each, the lowest bit first.
public final class PlainNumbers {
    private PlainNumbers() {}

    /// Appends the lowest `width` (4 or 8) bytes of `values[from, to)`. Hot path.
    public static void encode(long[] values, int from, int to, int width, ByteBuilder out) {
        out.ensure((long) (to - from) * width + 8);
        byte[] bytes = out.array();
        int at = out.size();
        for (int i = from; i < to; i++, at += width) {
            LittleEndian.putLong(bytes, at, values[i]);
        }
        out.size(at);
    }

    /// Appends 8-byte ids. Hot path.
    public static void encodeIds(long[] values, int from, int to, ByteBuilder out) {
        out.ensure((to - from) * 8L);
        byte[] bytes = out.array();
        int at = out.size();
        for (int i = from; i < to; i++, at += 8) {
            LittleEndian.putLong(bytes, at, Long.reverseBytes(values[i]));
        }
        out.size(at);
    }

    /// Appends 16-byte ids. Hot path.
    public static void encodeIds(long[] highs, long[] lows, int from, int to, ByteBuilder out) {
        out.ensure((to - from) * 16L);
        byte[] bytes = out.array();
        int at = out.size();
        for (int i = from; i < to; i++, at += 16) {
            LittleEndian.putLong(bytes, at, Long.reverseBytes(highs[i]));
            LittleEndian.putLong(bytes, at + 8, Long.reverseBytes(lows[i]));
        }
        out.size(at);
    }

    /// Appends truth values, 0 or 1 each. Hot path.
    public static void encodeBits(long[] values, int from, int to, ByteBuilder out) {
        out.ensure((to - from + 7) >>> 3);
        byte[] bytes = out.array();
        int at = out.size();
        for (int i = from; i < to; i += 8) {
            int packed = 0;
            for (int k = i; k < Math.min(i + 8, to); k++) {
                packed |= (int) values[k] << (k - i);
            }
            bytes[at++] = (byte) packed;
        }
        out.size(at);
    }

    /// Reads `count` numbers of 4 (sign-extended) or 8 bytes into `target[to...]`. Hot path.
    public static void decode(ByteCursor in, int width, long[] target, int to, int count) throws DamagedException {
        int from = in.take((long) count * width);
        byte[] bytes = in.array();
        if (width == 4) {
            for (int i = 0; i < count; i++) {
                target[to + i] = LittleEndian.getInt(bytes, from + 4 * i);
            }
        } else {
            for (int i = 0; i < count; i++) {
                target[to + i] = LittleEndian.getLong(bytes, from + 8 * i);
            }
        }
    }

    /// Reads `count` 8-byte ids into `target[to...]`. Hot path.
    public static void decodeIds(ByteCursor in, long[] target, int to, int count) throws DamagedException {
        int from = in.take(count * 8L);
        byte[] bytes = in.array();
        for (int i = 0; i < count; i++) {
            target[to + i] = Long.reverseBytes(LittleEndian.getLong(bytes, from + 8 * i));
        }
    }

    /// Reads `count` 16-byte ids into `highs[to...]` and `lows[to...]`. Hot path.
    public static void decodeIds(ByteCursor in, long[] highs, long[] lows, int to, int count) throws DamagedException {
        int from = in.take(count * 16L);
        byte[] bytes = in.array();
        for (int i = 0; i < count; i++) {
            highs[to + i] = Long.reverseBytes(LittleEndian.getLong(bytes, from + 16 * i));
            lows[to + i] = Long.reverseBytes(LittleEndian.getLong(bytes, from + 16 * i + 8));
        }
    }

    /// Reads `count` truth values into `target[to...]`. Hot path.
    public static void decodeBits(ByteCursor in, long[] target, int to, int count) throws DamagedException {
        int from = in.take((count + 7L) >>> 3);
        byte[] bytes = in.array();
        for (int i = 0; i < count; i++) {
            target[to + i] = (bytes[from + (i >>> 3)] >>> (i & 7)) & 1L;
        }
    }
}
