package dev.spanflame.block.column;

import org.jspecify.annotations.Nullable;

/// Reads neighbours of [ColumnValues.Longs], whether or not they are packed. Used by one thread at a time.
public final class LongWindow {
    private final @Nullable PackedNumbers packed;
    private final long[] array;

    /// Over numbers that are not packed.
    LongWindow(long[] all) {
        packed = null;
        array = all;
    }

    LongWindow(PackedNumbers packed, int most) {
        this.packed = packed;
        array = new long[most];
    }

    /// Where numbers are after [#load], always the same array.
    public long[] array() {
        return array;
    }

    /// Makes `count` numbers from `from` on readable; gives the index of the first one in the array. Hot path.
    public int load(int from, int count) {
        if (packed == null) {
            return from;
        }
        packed.copy(from, count, array);
        return 0;
    }
}
