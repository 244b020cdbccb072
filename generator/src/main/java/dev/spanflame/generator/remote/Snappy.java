package dev.spanflame.generator.remote;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Compresses into Snappy's block format, which remote write asks for (google/snappy,
/// `format_description.txt`).
///
/// Matches of at least four bytes are looked for within 64 KiB by a hash of the next four bytes.
/// Not thread-safe.
final class Snappy {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HASH_BITS = 14;
    private static final int WINDOW = 1 << 16;
    private static final int MIN_MATCH = 4;
    private static final int MAX_COPY = 64;
    private static final int LITERAL = 0;
    private static final int COPY_2 = 2;

    private final int[] table = new int[1 << HASH_BITS];
    private byte[] out = new byte[0];
    private int size;

    /// The compressed form of `source`.
    byte[] compress(byte[] source) {
        out = new byte[32 + source.length + source.length / 6];
        size = 0;
        Arrays.fill(table, -1);
        varint(source.length);
        int literalFrom = 0;
        int at = 0;
        int misses = 0;
        while (at + MIN_MATCH <= source.length) {
            int word = (int) INT.get(source, at);
            int hash = (word * 0x1e35a7bd) >>> (32 - HASH_BITS);
            int candidate = table[hash];
            table[hash] = at;
            if (candidate >= 0 && at - candidate < WINDOW && (int) INT.get(source, candidate) == word) {
                literal(source, literalFrom, at);
                int length = MIN_MATCH;
                while (at + length < source.length && source[candidate + length] == source[at + length]) {
                    length++;
                }
                copy(at - candidate, length);
                at += length;
                literalFrom = at;
                misses = 0;
            } else {
                // what does not compress is walked in longer and longer steps
                at += 1 + (misses++ >> 5);
            }
        }
        literal(source, literalFrom, source.length);
        return Arrays.copyOf(out, size);
    }

    private void literal(byte[] source, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return;
        }
        int rest = length - 1;
        if (rest < 60) {
            out[size++] = (byte) (rest << 2 | LITERAL);
        } else {
            int bytes = (39 - Integer.numberOfLeadingZeros(rest)) / 8;
            out[size++] = (byte) ((59 + bytes) << 2 | LITERAL);
            for (int i = 0; i < bytes; i++) {
                out[size++] = (byte) (rest >>> (8 * i));
            }
        }
        System.arraycopy(source, from, out, size, length);
        size += length;
    }

    private void copy(int offset, int length) {
        int rest = length;
        while (rest > 0) {
            int piece = Math.min(rest, MAX_COPY);
            out[size++] = (byte) ((piece - 1) << 2 | COPY_2);
            out[size++] = (byte) offset;
            out[size++] = (byte) (offset >>> 8);
            rest -= piece;
        }
    }

    private void varint(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            out[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[size++] = (byte) rest;
    }
}
