package dev.spanflame.proto.columns;

import dev.spanflame.model.trace.TextRef;
import java.util.Arrays;

/// Slices of the upload to come back to, as [TextRef]s.
public final class SliceList {
    private long[] refs = new long[64];
    private int size;

    /// Appends the slice of `length` bytes that begins at `from`.
    public void add(int from, int length) {
        if (size == refs.length) {
            refs = Arrays.copyOf(refs, size * 2);
        }
        refs[size++] = TextRef.of(from, length);
    }

    /// Number of slices.
    public int size() {
        return size;
    }

    /// Bytes of all slices together.
    public int bytes() {
        int sum = 0;
        for (int i = 0; i < size; i++) {
            sum += TextRef.length(refs[i]);
        }
        return sum;
    }

    /// First byte of a slice.
    public int from(int index) {
        return TextRef.offset(refs[index]);
    }

    /// Byte behind the last of a slice.
    public int to(int index) {
        return TextRef.offset(refs[index]) + TextRef.length(refs[index]);
    }
}
