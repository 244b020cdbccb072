package dev.spanflame.block.parquet.encoding;

import dev.spanflame.block.column.ByteStrings;

/// Byte strings one behind the other, each after four bytes of length (PLAIN).
public final class PlainTexts {
    /// Bytes before each byte string.
    public static final int LENGTH_BYTES = 4;

    private static final int SHORT = 16;

    private PlainTexts() {}

    /// Appends the entries `ids[from, to)`. Hot path.
    public static void encode(ByteStrings entries, int[] ids, int from, int to, ByteBuilder out) {
        byte[] source = entries.bytes();
        for (int i = from; i < to; i++) {
            int length = entries.length(ids[i]);
            out.ensure(4L + length);
            byte[] target = out.array();
            int at = out.size();
            LittleEndian.putInt(target, at, length);
            copy(source, entries.offset(ids[i]), target, at + 4, length);
            out.size(at + 4 + length);
        }
    }

    /// Length of the byte string that is written at `at`, that of its own length not counted.
    public static int length(byte[] bytes, int at) {
        return LittleEndian.getInt(bytes, at);
    }

    /// Reads `count` byte strings, which fill the cursor, and adds them to `target`. Hot path.
    public static void decode(ByteCursor in, int count, TextBuilder target) throws DamagedException {
        if (count > in.remaining() >>> 2) {
            throw new DamagedException(count + " byte strings cannot be in " + in.remaining() + " bytes");
        }
        target.ensure(count, in.remaining() - 4L * count);
        byte[] source = in.array();
        for (int i = 0; i < count; i++) {
            int length = in.readInt();
            if (length > in.remaining() - 4L * (count - 1 - i)) {
                throw new DamagedException("a byte string of " + length + " bytes leaves no room for those behind it");
            }
            int from = in.take(length);
            target.appendEnsured(source, from, length);
        }
        in.requireEnd();
    }

    /// Copies a slice; both arrays have spare bytes, so that short ones take two words. Hot path.
    static void copy(byte[] source, int from, byte[] target, int to, int length) {
        if (length <= SHORT) {
            LittleEndian.putLong(target, to, LittleEndian.getLong(source, from));
            LittleEndian.putLong(target, to + 8, LittleEndian.getLong(source, from + 8));
        } else {
            System.arraycopy(source, from, target, to, length);
        }
    }
}
