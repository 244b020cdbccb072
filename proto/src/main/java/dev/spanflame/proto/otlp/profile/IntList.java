package dev.spanflame.proto.otlp.profile;

import dev.spanflame.proto.wire.WireReader;
import java.util.Arrays;

/// A growing list of rows of tables. Not thread-safe.
final class IntList {
    private int[] numbers = new int[16];
    private int size;

    /// Appends a number; what does not fit into 31 bits becomes -1, which is no row.
    void add(long number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        numbers[size++] = number < 0 || number > Integer.MAX_VALUE ? -1 : (int) number;
    }

    /// Appends the numbers of a repeated field, packed or not, whose tag was read. Hot path.
    void read(WireReader in, int tag, int depth) {
        switch (tag & 7) {
            case WireReader.VARINT -> add(in.varint());
            case WireReader.BYTES -> {
                int outer = in.enter(depth);
                while (in.hasMore()) {
                    add(in.varint());
                }
                in.leave(outer);
            }
            default -> in.skip(tag, depth);
        }
    }

    int get(int index) {
        return numbers[index];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    int[] toArray() {
        return Arrays.copyOf(numbers, size);
    }
}
