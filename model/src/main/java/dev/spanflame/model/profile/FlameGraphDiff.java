package dev.spanflame.model.profile;

import java.util.List;

/// Two flame graphs drawn over one tree, in the encoding that Pyroscope's API and Grafana speak.
///
/// `levels` holds one array for each depth, the root's first; a bar is seven numbers: the gap since the end
/// of the bar to its left, the total and the self value of the left side, the same three of the right side,
/// and the index of the name in `names`. A bar that one side lacks is 0 wide there. `maxSelf` is the
/// largest self value of any bar on either side.
public record FlameGraphDiff(List<String> names, List<long[]> levels, long leftTotal, long rightTotal, long maxSelf) {
    /// Numbers of one bar.
    public static final int BAR = 7;

    /// Copies the lists; the arrays inside must not change afterwards.
    public FlameGraphDiff {
        names = List.copyOf(names);
        levels = List.copyOf(levels);
    }

    /// Sum of both sides.
    public long total() {
        return leftTotal + rightTotal;
    }
}
