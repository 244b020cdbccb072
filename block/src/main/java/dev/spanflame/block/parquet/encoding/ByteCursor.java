package dev.spanflame.block.parquet.encoding;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads bytes in order and never past the end. Not thread-safe.
///
/// The array must hold at least [#SPARE] bytes behind the end, so that decoders may load whole words; what those
/// bytes are never matters.
public final class ByteCursor {
    /// Bytes that must be readable behind the end.
    public static final int SPARE = 16;

    private final byte[] bytes;
    private final int end;
    private int position;

    /// Over `bytes[from, to)`; throws [IllegalArgumentException] without the spare bytes.
    public ByteCursor(byte[] bytes, int from, int to) {
        if (from < 0 || to < from || to > bytes.length - SPARE) {
            throw new IllegalArgumentException(
                    "[" + from + ", " + to + ") with " + SPARE + " spare bytes is not inside " + bytes.length);
        }
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    /// The array that is read.
    public byte[] array() {
        return bytes;
    }

    /// Where the next byte is.
    public int position() {
        return position;
    }

    /// Bytes not yet read.
    public int remaining() {
        return end - position;
    }

    /// Position of the next `length` bytes, which count as read.
    public int take(long length) throws DamagedException {
        require(length);
        int at = position;
        position += (int) length;
        return at;
    }

    /// Throws unless `length` bytes are left.
    public void require(long length) throws DamagedException {
        if (length < 0 || length > end - position) {
            throw new DamagedException(length + " bytes are announced, but only " + (end - position) + " are left");
        }
    }

    /// A cursor over the next `length` bytes, which count as read.
    public ByteCursor slice(long length) throws DamagedException {
        int at = take(length);
        return new ByteCursor(bytes, at, position);
    }

    /// The next byte, 0 to 255.
    public int readByte() throws DamagedException {
        return bytes[take(1)] & 0xff;
    }

    /// The next 4 bytes, the lowest first.
    public int readInt() throws DamagedException {
        return LittleEndian.getInt(bytes, take(4));
    }

    /// The next 8 bytes, the lowest first.
    public long readLong() throws DamagedException {
        return LittleEndian.getLong(bytes, take(8));
    }

    /// An unsigned number in groups of 7 bits, at most 64 bits.
    public long readVarint() throws DamagedException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            value |= (next & 0x7fL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new DamagedException("a number takes more than 10 bytes");
    }

    /// An unsigned number that must not exceed `max`.
    public int readCount(int max) throws DamagedException {
        long value = readVarint();
        if (value < 0 || value > max) {
            throw new DamagedException(
                    "found a count of " + Long.toUnsignedString(value) + " where at most " + max + " is possible");
        }
        return (int) value;
    }

    /// A signed number as [ByteBuilder#putZigzag] writes it.
    public long readZigzag() throws DamagedException {
        long value = readVarint();
        return value >>> 1 ^ -(value & 1);
    }

    /// Bytes as [ByteBuilder#putBlob] writes them.
    public byte[] readBlob() throws DamagedException {
        int length = readCount(remaining());
        int at = take(length);
        return Arrays.copyOfRange(bytes, at, at + length);
    }

    /// A text as [ByteBuilder#putText] writes it.
    public String readText() throws DamagedException {
        int length = readCount(remaining());
        return new String(bytes, take(length), length, StandardCharsets.UTF_8);
    }

    /// Throws unless everything was read.
    public void requireEnd() throws DamagedException {
        if (position != end) {
            throw new DamagedException((end - position) + " bytes are left over");
        }
    }
}
