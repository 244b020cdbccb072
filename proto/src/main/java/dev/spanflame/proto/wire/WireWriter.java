package dev.spanflame.proto.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes protobuf's wire format front to back into one growing array. Not thread-safe.
///
/// The length of a sub-message is known at its end: one byte is left free for it, and what follows is
/// moved where it needs more.
public final class WireWriter {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int MAX_VARINT = 10;

    private byte[] bytes;
    private int size;

    /// An empty message with room for `capacity` bytes.
    public WireWriter(int capacity) {
        bytes = new byte[Math.max(capacity, 64)];
    }

    /// What was written.
    public byte[] toByteArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    /// Begins the sub-message `field`; returns what [#end] needs.
    public int begin(int field) {
        tag(field, BYTES);
        ensure(1);
        return size++;
    }

    /// Ends the sub-message that [#begin] began.
    public void end(int mark) {
        int length = size - mark - 1;
        int more = varintSize(length) - 1;
        ensure(more);
        System.arraycopy(bytes, mark + 1, bytes, mark + 1 + more, length);
        size = mark;
        varint(length);
        size += length;
    }

    /// Writes a number as varint.
    public void number(int field, long value) {
        tag(field, VARINT);
        ensure(MAX_VARINT);
        varint(value);
    }

    /// Writes one number of a packed field, whose [#begin] came before.
    public void packed(long value) {
        ensure(MAX_VARINT);
        varint(value);
    }

    /// Writes one eight-byte number of a packed field, whose [#begin] came before.
    public void packedFixed64(long value) {
        ensure(8);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(size, value);
        size += 8;
    }

    /// Writes a number as four bytes.
    public void fixed32(int field, int value) {
        tag(field, FIXED32);
        ensure(4);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(size, value);
        size += 4;
    }

    /// Writes a number as eight bytes.
    public void fixed64(int field, long value) {
        tag(field, FIXED64);
        ensure(8);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(size, value);
        size += 8;
    }

    /// Writes text, which has no lone surrogates.
    public void text(int field, String value) {
        bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /// Writes raw bytes.
    public void bytes(int field, byte[] value) {
        tag(field, BYTES);
        ensure(MAX_VARINT + value.length);
        varint(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /// Writes fields that are written already, in `source[from, to)`.
    public void copy(byte[] source, int from, int to) {
        ensure(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
    }

    private void tag(int field, int wireType) {
        ensure(MAX_VARINT);
        varint((long) field << 3 | wireType);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private static int varintSize(int value) {
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.addExact(size, Math.max(more, size / 2)));
        }
    }
}
