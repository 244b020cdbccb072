package dev.spanflame.block.trace.build;

import dev.spanflame.model.trace.AttributeTable;
import dev.spanflame.model.trace.TextRef;
import java.util.Arrays;

/// Spells out the content of a resource or scope of a batch as bytes: equal bytes, equal content. Used again and
/// again by one thread.
final class ContentKey {
    private byte[] bytes = new byte[1024];
    private int length;

    /// Starts anew.
    ContentKey clear() {
        length = 0;
        return this;
    }

    /// The bytes; only the first [#length] count.
    byte[] bytes() {
        return bytes;
    }

    /// Number of bytes.
    int length() {
        return length;
    }

    /// Adds a number.
    ContentKey number(long value) {
        ensure(8);
        for (int i = 0; i < 8; i++) {
            bytes[length++] = (byte) (value >>> (8 * i));
        }
        return this;
    }

    /// Adds a text with its length.
    ContentKey text(byte[] source, long ref) {
        int size = TextRef.length(ref);
        number(size);
        ensure(size);
        System.arraycopy(source, TextRef.offset(ref), bytes, length, size);
        length += size;
        return this;
    }

    /// Adds attributes `[from, to)` in their order.
    ContentKey attributes(byte[] source, AttributeTable table, int from, int to) {
        number(to - from);
        for (int i = from; i < to; i++) {
            text(source, table.key(i));
            number(table.type(i).ordinal());
            switch (table.type(i)) {
                case STRING, BYTES, ARRAY, MAP -> text(source, table.bits(i));
                case INT, DOUBLE, BOOL, EMPTY -> number(table.bits(i));
            }
        }
        return this;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
