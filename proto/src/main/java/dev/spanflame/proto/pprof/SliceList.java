package dev.spanflame.proto.pprof;

import dev.spanflame.model.trace.TextRef;
import java.util.Arrays;

/// Slices of the upload to come back to, as [TextRef]s.
final class SliceList {
    private long[] refs = new long[64];
    private int size;

    void add(int from, int length) {
        if (size == refs.length) {
            refs = Arrays.copyOf(refs, size * 2);
        }
        refs[size++] = TextRef.of(from, length);
    }

    int size() {
        return size;
    }

    int from(int index) {
        return TextRef.offset(refs[index]);
    }

    int to(int index) {
        return TextRef.offset(refs[index]) + TextRef.length(refs[index]);
    }
}
