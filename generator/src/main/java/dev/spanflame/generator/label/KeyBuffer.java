package dev.spanflame.generator.label;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/// The values of a series' labels, in the order of their names, as bytes: built anew for each span,
/// without allocation. Not thread-safe.
///
/// Each value is preceded by its length in two bytes, so that no two lists of values make the same
/// bytes.
public final class KeyBuffer {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LENGTH_BYTES = 2;

    /// Unknown to senders, so that they cannot choose values that collide.
    private static final long SEED = ThreadLocalRandom.current().nextLong() | 1;

    private byte[] bytes = new byte[512];
    private int size;
    private int begun;

    /// An empty buffer.
    public KeyBuffer() {}

    /// Forgets all values.
    public void clear() {
        size = 0;
    }

    /// Adds a whole value. Hot path.
    public void add(byte[] source, int from, int length) {
        begin();
        append(source, from, length);
        end();
    }

    /// Adds a whole value. Hot path.
    public void add(byte[] value) {
        add(value, 0, value.length);
    }

    /// Begins a value made of pieces.
    public void begin() {
        ensure(LENGTH_BYTES);
        size += LENGTH_BYTES;
        begun = size;
    }

    /// Adds a piece of the value begun.
    public void append(byte[] source, int from, int length) {
        ensure(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    /// Adds a piece of text.
    public void append(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        append(utf8, 0, utf8.length);
    }

    /// Adds a number in decimal digits. Hot path.
    public void append(long number) {
        if (number == Long.MIN_VALUE) {
            append(Long.toString(number));
            return;
        }
        ensure(20);
        if (number < 0) {
            bytes[size++] = '-';
        }
        long rest = Math.abs(number);
        int digits = 1;
        for (long limit = 10; digits < 19 && rest >= limit; limit *= 10) {
            digits++;
        }
        for (int i = digits - 1; i >= 0; i--) {
            bytes[size + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
    }

    /// Whether the value begun has no byte so far.
    public boolean isEmptyValue() {
        return size == begun;
    }

    /// Ends the value, cut to [LabelSet#MAX_VALUE_BYTES] between two characters.
    public void end() {
        int length = size - begun;
        if (length > LabelSet.MAX_VALUE_BYTES) {
            length = LabelSet.MAX_VALUE_BYTES;
            while (length > 0 && (bytes[begun + length] & 0xc0) == 0x80) {
                length--;
            }
            size = begun + length;
        }
        bytes[begun - 2] = (byte) length;
        bytes[begun - 1] = (byte) (length >>> 8);
    }

    /// Takes back the value that was begun last.
    public void drop() {
        size = begun - LENGTH_BYTES;
    }

    /// A hash of all bytes. Hot path.
    public long hash() {
        long hash = SEED ^ size;
        int at = 0;
        for (; at + Long.BYTES <= size; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONG.get(bytes, at));
        }
        long tail = 0;
        for (int i = 0; at + i < size; i++) {
            tail |= (bytes[at + i] & 0xffL) << (8 * i);
        }
        return mix(hash ^ tail);
    }

    private static long mix(long value) {
        long high = Math.multiplyHigh(value, 0x9e3779b97f4a7c15L * SEED);
        return (value * (0x9e3779b97f4a7c15L * SEED)) ^ high ^ (value >>> 32);
    }

    /// Whether these are the bytes of `key`. Hot path.
    boolean isSame(byte[] key) {
        return key.length == size && Arrays.equals(bytes, 0, size, key, 0, size);
    }

    /// A copy of the bytes.
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /// Reads the value that begins at `position` as text; [#next] says where the one after it begins.
    public String text(int position) {
        return new String(bytes, position + LENGTH_BYTES, length(position), StandardCharsets.UTF_8);
    }

    /// Position after the value at `position`; the first value is at 0.
    public int next(int position) {
        return position + LENGTH_BYTES + length(position);
    }

    /// Whether there is a value at `position`.
    public boolean hasValue(int position) {
        return position < size;
    }

    private int length(int position) {
        return (bytes[position] & 0xff) | (bytes[position + 1] & 0xff) << 8;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.addExact(size, Math.max(more, size)));
        }
    }
}
