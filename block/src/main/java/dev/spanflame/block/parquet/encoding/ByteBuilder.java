package dev.spanflame.block.parquet.encoding;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A byte array that grows as it is written, used again and again. Not thread-safe.
///
/// At least [#SPARE] bytes behind the end are always there, so that encoders may store whole words.
public final class ByteBuilder {
    /// Bytes that may be written behind the end without asking for room.
    public static final int SPARE = 16;

    private byte[] bytes;
    private int size;

    /// With room for `capacity` bytes before it grows.
    public ByteBuilder(int capacity) {
        bytes = new byte[capacity + SPARE];
    }

    /// The array that holds the bytes; a new one after each growth.
    public byte[] array() {
        return bytes;
    }

    /// Number of bytes written.
    public int size() {
        return size;
    }

    /// Forgets what was written from `newSize` on, or declares bytes stored behind the end as written.
    public void size(int newSize) {
        size = newSize;
    }

    /// A copy of what was written.
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /// Makes room for `more` bytes and the spare ones; throws [IllegalStateException] past 2 GiB.
    public void ensure(long more) {
        long needed = size + more + SPARE;
        if (needed > bytes.length) {
            if (needed > Integer.MAX_VALUE - 8) {
                throw new IllegalStateException("a page cannot hold more than 2 GiB");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, bytes.length * 2L)));
        }
    }

    /// Appends the lowest 8 bits.
    public void putByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    /// Appends 4 bytes, the lowest first.
    public void putInt(int value) {
        ensure(4);
        LittleEndian.putInt(bytes, size, value);
        size += 4;
    }

    /// Appends 8 bytes, the lowest first.
    public void putLong(long value) {
        ensure(8);
        LittleEndian.putLong(bytes, size, value);
        size += 8;
    }

    /// Overwrites 4 bytes at `at`.
    public void setInt(int at, int value) {
        LittleEndian.putInt(bytes, at, value);
    }

    /// Appends the lowest `width` bytes of `value`, 0 to 8, the lowest first.
    public void putLow(long value, int width) {
        ensure(8);
        LittleEndian.putLong(bytes, size, value);
        size += width;
    }

    /// Appends an unsigned number in groups of 7 bits (ULEB128).
    public void putVarint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /// Appends a signed number, small magnitudes short (zigzag, then ULEB128).
    public void putZigzag(long value) {
        putVarint(value << 1 ^ value >> 63);
    }

    /// Appends a slice.
    public void putBytes(byte[] source, int from, int length) {
        ensure(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    /// Appends bytes with their number before them, as a varint.
    public void putBlob(byte[] blob) {
        putVarint(blob.length);
        putBytes(blob, 0, blob.length);
    }

    /// Appends a text likewise, in UTF-8.
    public void putText(String text) {
        putBlob(text.getBytes(StandardCharsets.UTF_8));
    }
}
