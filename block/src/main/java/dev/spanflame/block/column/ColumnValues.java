package dev.spanflame.block.column;

/// Values of a column without gaps. The arrays may be longer than `count`; what lies behind is garbage.
public sealed interface ColumnValues {
    /// Number of values.
    int count();

    /// Numbers up to 64 bits: integers of any width, raw bits of doubles, 0 or 1 for truth values, 8-byte ids.
    record Longs(long[] values, int count) implements ColumnValues {}

    /// Byte strings, each value the number of an entry of `entries`.
    record Texts(int[] ids, int count, ByteStrings entries) implements ColumnValues {}

    /// 16-byte ids as two halves, big-endian.
    record Wides(long[] highs, long[] lows, int count) implements ColumnValues {}
}
