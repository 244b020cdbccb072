package dev.spanflame.block.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A numbered list of byte strings in one array. Immutable; entries may repeat.
///
/// `bytes` has at least 16 spare bytes behind the last entry, so that readers may load 8 bytes at once.
public final class ByteStrings {
    /// The list without entries.
    public static final ByteStrings EMPTY = new ByteStrings(new byte[16], new int[1], 0);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int[] offsets;
    private final int size;
    private final boolean distinct;

    /// Entry `i` is `bytes[offsets[i], offsets[i + 1])`; the arrays must not change afterwards.
    public ByteStrings(byte[] bytes, int[] offsets, int size) {
        this(bytes, offsets, size, false);
    }

    /// The same for entries that are known to be `distinct`.
    ByteStrings(byte[] bytes, int[] offsets, int size, boolean distinct) {
        this.bytes = bytes;
        this.offsets = offsets;
        this.size = size;
        this.distinct = distinct;
    }

    /// A list of the given texts in UTF-8.
    public static ByteStrings of(String... texts) {
        ByteInterner interner = new ByteInterner();
        for (String text : texts) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            interner.append(utf8, 0, utf8.length);
        }
        return interner.strings();
    }

    /// Number of entries.
    public int size() {
        return size;
    }

    /// Whether no two entries are known to be equal; false where nobody has looked.
    public boolean isDistinct() {
        return distinct;
    }

    /// The array that holds all entries.
    public byte[] bytes() {
        return bytes;
    }

    /// First byte of an entry. Hot path.
    public int offset(int id) {
        return offsets[id];
    }

    /// Length of an entry in bytes. Hot path.
    public int length(int id) {
        return offsets[id + 1] - offsets[id];
    }

    /// Bytes of all entries together.
    public int totalBytes() {
        return offsets[size] - offsets[0];
    }

    /// Heap that the list takes, in bytes.
    long memoryBytes() {
        return 64L + bytes.length + 4L * offsets.length;
    }

    /// A copy of one entry.
    public byte[] copy(int id) {
        return Arrays.copyOfRange(bytes, offsets[id], offsets[id + 1]);
    }

    /// One entry as text.
    public String text(int id) {
        return new String(bytes, offsets[id], length(id), StandardCharsets.UTF_8);
    }

    /// Whether an entry equals the given slice.
    public boolean equals(int id, byte[] other, int from, int length) {
        return Arrays.equals(bytes, offsets[id], offsets[id + 1], other, from, from + length);
    }

    /// The first 8 bytes of an entry, the first one highest, zeros behind a shorter one: where two heads differ as
    /// unsigned numbers, the entries are ordered alike. Hot path.
    public long head(int id) {
        int length = length(id);
        long head = (long) LONG.get(bytes, offsets[id]);
        return length >= 8 ? head : length == 0 ? 0 : head & (-1L << (64 - 8 * length));
    }

    /// Order of two entries by unsigned bytes.
    public int compare(int a, ByteStrings other, int b) {
        return Arrays.compareUnsigned(
                bytes, offsets[a], offsets[a + 1], other.bytes, other.offsets[b], other.offsets[b + 1]);
    }
}
