package dev.spanflame.block.profile.join;

import dev.spanflame.block.column.ByteStrings;

/// The threads of samples: 0 where unknown, else `first` more than an entry of `names`. `numbers` of length
/// 0 stands for zeros only; it may be longer than needed.
public record ThreadColumn(long[] numbers, int first, ByteStrings names) {
    /// No thread is known.
    public static final ThreadColumn NONE = new ThreadColumn(new long[0], 0, ByteStrings.EMPTY);

    /// The entry of `names` for a sample, -1 where its thread is unknown. Hot path.
    int entry(int sample) {
        return numbers.length == 0 || numbers[sample] == 0 ? -1 : (int) numbers[sample] - first;
    }
}
