package dev.spanflame.block.parquet.encoding;

import dev.spanflame.block.column.ByteStrings;
import java.util.Arrays;

/// A list of byte strings that grows. Not thread-safe; what [#strings] gave stays as it was.
public final class TextBuilder {
    private byte[] bytes = new byte[ByteBuilder.SPARE];
    private int[] offsets = new int[1];
    private int size;

    /// Number of byte strings.
    public int size() {
        return size;
    }

    /// Bytes of all of them.
    public int totalBytes() {
        return offsets[size];
    }

    /// Makes room for `count` more byte strings of `total` bytes together; throws [IllegalStateException] past 2 GiB.
    public void ensure(int count, long total) {
        long entries = size + 1L + count;
        long needed = offsets[size] + total + ByteBuilder.SPARE;
        if (needed > Integer.MAX_VALUE - 8 || entries > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("a column in memory cannot hold more than 2 GiB of text");
        }
        if (entries > offsets.length) {
            offsets = Arrays.copyOf(offsets, grown(entries, offsets.length));
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, grown(needed, bytes.length));
        }
    }

    /// The first growth is exact: most columns are read in one go.
    private static int grown(long needed, int old) {
        return (int)
                (old <= ByteBuilder.SPARE ? needed : Math.min(Integer.MAX_VALUE - 8, Math.max(needed, old * 3L / 2)));
    }

    /// Adds one byte string; `source` has spare bytes behind the slice.
    public void append(byte[] source, int from, int length) {
        ensure(1, length);
        appendEnsured(source, from, length);
    }

    /// Adds one byte string for which [#ensure] made room. Hot path.
    void appendEnsured(byte[] source, int from, int length) {
        int at = offsets[size];
        PlainTexts.copy(source, from, bytes, at, length);
        offsets[++size] = at + length;
    }

    /// Adds the entries `[from, to)` of a list. Hot path.
    public void appendAll(ByteStrings strings, int from, int to) {
        if (from == to) {
            return;
        }
        int first = strings.offset(from);
        int length = strings.offset(to - 1) + strings.length(to - 1) - first;
        ensure(to - from, length);
        int shift = offsets[size] - first;
        System.arraycopy(strings.bytes(), first, bytes, offsets[size], length);
        for (int i = from; i < to; i++) {
            offsets[++size] = strings.offset(i) + strings.length(i) + shift;
        }
    }

    /// The byte strings so far.
    public ByteStrings strings() {
        return new ByteStrings(bytes, offsets, size);
    }
}
