package dev.spanflame.agent.convert;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Compresses by gzip (RFC 1952) again and again with the same memory, most of which is not on the heap.
/// Used by one thread.
final class Gzip {
    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int TRAILER = 8;

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final CRC32 sum = new CRC32();

    /// The first `length` bytes, compressed.
    byte[] compress(byte[] bytes, int length) {
        deflater.reset();
        deflater.setInput(bytes, 0, length);
        deflater.finish();
        byte[] out = Arrays.copyOf(HEAD, HEAD.length + length / 3 + 64);
        int size = HEAD.length;
        while (!deflater.finished()) {
            if (size == out.length) {
                out = Arrays.copyOf(out, 2 * size);
            }
            size += deflater.deflate(out, size, out.length - size);
        }
        sum.reset();
        sum.update(bytes, 0, length);
        out = Arrays.copyOf(out, size + TRAILER);
        for (int i = 0; i < 4; i++) {
            out[size + i] = (byte) (sum.getValue() >>> 8 * i);
            out[size + 4 + i] = (byte) (length >>> 8 * i);
        }
        return out;
    }
}
