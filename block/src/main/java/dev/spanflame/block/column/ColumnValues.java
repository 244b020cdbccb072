package dev.spanflame.block.column;

import java.util.Arrays;

/// Values of a column without gaps. The arrays may be longer than `count`; what lies behind is garbage.
public sealed interface ColumnValues {
    /// Number of values.
    int count();

    /// A copy of the values `[from, to)`; the entries of texts are shared.
    default ColumnValues slice(int from, int to) {
        return switch (this) {
            case Longs longs -> new Longs(Arrays.copyOfRange(longs.values, from, to), to - from);
            case Texts texts -> new Texts(Arrays.copyOfRange(texts.ids, from, to), to - from, texts.entries);
            case Wides wides ->
                new Wides(
                        Arrays.copyOfRange(wides.highs, from, to), Arrays.copyOfRange(wides.lows, from, to), to - from);
        };
    }

    /// Heap that the values take, in bytes.
    default long memoryBytes() {
        return switch (this) {
            case Longs longs -> 8L * longs.values.length;
            case Texts texts -> 4L * texts.ids.length + texts.entries.memoryBytes();
            case Wides wides -> 8L * (wides.highs.length + wides.lows.length);
        };
    }

    /// Numbers up to 64 bits: integers of any width, raw bits of doubles, 0 or 1 for truth values, 8-byte ids.
    record Longs(long[] values, int count) implements ColumnValues {}

    /// Byte strings, each value the number of an entry of `entries`.
    record Texts(int[] ids, int count, ByteStrings entries) implements ColumnValues {}

    /// 16-byte ids as two halves, big-endian.
    record Wides(long[] highs, long[] lows, int count) implements ColumnValues {}
}
