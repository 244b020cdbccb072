package dev.spanflame.model.profile;

import java.util.List;

/// A merged tree of stacks in the encoding that Pyroscope's API and Grafana speak.
///
/// `levels` holds one array for each depth, the root's first; an array is a list of bars from left to right, four
/// numbers each: the gap since the end of the bar to its left (for the first bar, since 0), the total, the self value
/// and the index of the name in `names`. `names[0]` is `total`. `total` is the root's total, `maxSelf` the largest
/// self value of any bar.
public record FlameGraph(List<String> names, List<long[]> levels, long total, long maxSelf) {
    /// Numbers of one bar.
    public static final int BAR = 4;

    /// Copies the lists; the arrays inside must not change afterwards.
    public FlameGraph {
        names = List.copyOf(names);
        levels = List.copyOf(levels);
    }

    /// Number of bars, the root's included.
    public int barCount() {
        int count = 0;
        for (long[] level : levels) {
            count += level.length / BAR;
        }
        return count;
    }
}
