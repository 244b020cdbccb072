package dev.spanflame.block.parquet;

import dev.spanflame.block.parquet.encoding.ByteBuilder;
import dev.spanflame.block.parquet.encoding.PlainTexts;
import java.util.Arrays;

/// Puts the texts of a dictionary into their order, in which those that begin alike are neighbours and take less room.
/// Its memory is used again. Not thread-safe.
final class TextOrder {
    /// Texts that begin with as many equal bytes stay as they came: it is room that counts, not order.
    private static final int DEEPEST = 128;

    private final ByteBuilder sorted = new ByteBuilder(1 << 16);
    private int[] starts = new int[0];
    private int[] order = new int[0];
    private int[] numbers = new int[0];
    private long[] keys = new long[0];

    /// Sorts the `count` texts of `plain`, in PLAIN encoding, as unsigned bytes; gives the new number of each old one,
    /// valid until the next call.
    int[] sort(ByteBuilder plain, int count) {
        if (order.length < count) {
            starts = new int[count * 2 + 1];
            order = new int[count * 2];
            numbers = new int[count * 2];
            keys = new long[count * 2];
        }
        int at = 0;
        for (int i = 0; i < count; i++) {
            starts[i] = at;
            order[i] = i;
            at += PlainTexts.LENGTH_BYTES + PlainTexts.length(plain.array(), at);
        }
        starts[count] = at;
        sort(plain.array(), 0, count, 0);
        sorted.size(0);
        for (int i = 0; i < count; i++) {
            int from = starts[order[i]];
            sorted.putBytes(plain.array(), from, starts[order[i] + 1] - from);
            numbers[order[i]] = i;
        }
        plain.size(0);
        plain.putBytes(sorted.array(), 0, sorted.size());
        return numbers;
    }

    /// Sorts texts that agree in their first `depth` bytes: by the next four, and those that agree there again.
    private void sort(byte[] bytes, int from, int to, int depth) {
        int differing = 0;
        for (int i = from; i < to; i++) {
            keys[i] = (long) word(bytes, order[i], depth) << 32 | order[i];
            differing |= (int) (keys[i] >>> 32) ^ (int) (keys[from] >>> 32);
        }
        if (differing != 0) {
            Arrays.sort(keys, from, to);
        }
        for (int i = from; i < to; i++) {
            order[i] = (int) keys[i];
        }
        for (int begin = from; begin < to && depth + 4 < DEEPEST; ) {
            int end = begin + 1;
            while (end < to && keys[begin] >> 32 == keys[end] >> 32) {
                end++;
            }
            if (end - begin > 1) {
                sort(bytes, begin, end, depth + 4);
            }
            begin = end;
        }
    }

    /// Four bytes of a text as a number in the order of unsigned bytes, 0 behind its end.
    private int word(byte[] bytes, int text, int depth) {
        int at = starts[text] + PlainTexts.LENGTH_BYTES + depth;
        int end = Math.min(at + 4, starts[text + 1]);
        int word = 0;
        for (int i = at; i < end; i++) {
            word |= (bytes[i] & 0xff) << (8 * (3 - i + at));
        }
        return word ^ Integer.MIN_VALUE;
    }
}
