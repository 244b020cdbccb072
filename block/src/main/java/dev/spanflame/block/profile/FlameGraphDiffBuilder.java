package dev.spanflame.block.profile;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.model.profile.FlameGraphDiff;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Draws two forests over one tree, as [FlameGraphBuilder] draws one.
///
/// A node is drawn where either side reaches the threshold, which is found over the larger side of each
/// node; the others of one parent become one bar `other`.
public final class FlameGraphDiffBuilder {
    private static final String TOTAL = "total";
    private static final String OTHER = "other";
    private static final int OTHER_NODE = -1;

    private final MergedTree tree;
    private final int rightFrom;
    private final List<List<long[]>> levels = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long maxSelf;

    private FlameGraphDiffBuilder(MergedTree tree, int rightFrom) {
        this.tree = tree;
        this.rightFrom = rightFrom;
    }

    /// Values of both sides.
    private record Pair(long left, long right) {
        static final Pair ZERO = new Pair(0, 0);

        Pair plus(Pair other) {
            return new Pair(left + other.left, right + other.right);
        }

        Pair minus(Pair other) {
            return new Pair(left - other.left, right - other.right);
        }

        long larger() {
            return Math.max(left, right);
        }
    }

    /// A bar that is drawn later.
    private record Waiting(int node, int depth, Pair offset, Pair total) {}

    /// The flame graph with about `maxNodes` nodes; all of them where `maxNodes` is below 1.
    public static FlameGraphDiff build(Forest left, Forest right, int maxNodes) {
        Forest both = new Forest();
        plant(left, both);
        int rightFrom = both.size();
        plant(right, both);
        MergedTree tree = new MergedTree(both);
        FlameGraphDiffBuilder builder = new FlameGraphDiffBuilder(tree, rightFrom);
        return builder.draw(Truncation.threshold(tree, builder::larger, maxNodes));
    }

    private static void plant(Forest from, Forest into) {
        int base = into.size();
        ByteStrings names = from.names();
        for (int frame = 0; frame < from.size(); frame++) {
            int parent = from.parent(frame);
            into.add(
                    parent == Forest.ROOT ? Forest.ROOT : base + parent,
                    into.name(names, from.nameId(frame)),
                    from.total(frame));
        }
    }

    private long larger(int node) {
        return totals(node).larger();
    }

    private Pair totals(int node) {
        long left = tree.totalBelow(node, rightFrom);
        return new Pair(left, tree.total(node) - left);
    }

    private FlameGraphDiff draw(long threshold) {
        number(TOTAL);
        Pair all = totals(MergedTree.ROOT);
        waiting.push(new Waiting(MergedTree.ROOT, 0, Pair.ZERO, all));
        while (!waiting.isEmpty()) {
            Waiting next = waiting.pop();
            if (next.node() == OTHER_NODE) {
                add(next, next.total(), OTHER);
            } else {
                drawNode(next, threshold);
            }
        }
        return new FlameGraphDiff(
                names, levels.stream().map(FlameGraphDiffBuilder::encoded).toList(), all.left(), all.right(), maxSelf);
    }

    private void drawNode(Waiting bar, long threshold) {
        Pair below = Pair.ZERO;
        Pair other = Pair.ZERO;
        int end = tree.endChild(bar.node());
        for (int child = tree.firstChild(bar.node()); child < end; child++) {
            Pair total = totals(child);
            below = below.plus(total);
            other = isKept(child, threshold) ? other : other.plus(total);
        }
        Pair self = bar.total().minus(below);
        add(bar, self, name(bar.node()));
        Pair at = bar.offset().plus(self);
        for (int child : tree.sorted(bar.node(), child -> isKept(child, threshold))) {
            Pair total = totals(child);
            waiting.push(new Waiting(child, bar.depth() + 1, at, total));
            at = at.plus(total);
        }
        if (other.larger() != 0) {
            waiting.push(new Waiting(OTHER_NODE, bar.depth() + 1, at, other));
        }
    }

    private boolean isKept(int node, long threshold) {
        return larger(node) >= threshold && !name(node).equals(OTHER);
    }

    private String name(int node) {
        return node == MergedTree.ROOT ? TOTAL : tree.name(tree.nameId(node));
    }

    private void add(Waiting bar, Pair self, String name) {
        while (levels.size() <= bar.depth()) {
            levels.add(new ArrayList<>());
        }
        maxSelf = Math.max(maxSelf, self.larger());
        levels.get(bar.depth()).add(new long[] {
            bar.offset().left(),
            bar.total().left(),
            self.left(),
            bar.offset().right(),
            bar.total().right(),
            self.right(),
            number(name)
        });
    }

    private int number(String name) {
        Integer known = numbers.putIfAbsent(name, names.size());
        if (known != null) {
            return known;
        }
        names.add(name);
        return names.size() - 1;
    }

    /// Bars came from right to left; each offset is counted from the end of the bar before.
    private static long[] encoded(List<long[]> bars) {
        Collections.reverse(bars);
        long[] values = new long[bars.size() * FlameGraphDiff.BAR];
        long leftEnd = 0;
        long rightEnd = 0;
        for (int i = 0; i < bars.size(); i++) {
            long[] bar = bars.get(i);
            int at = i * FlameGraphDiff.BAR;
            System.arraycopy(bar, 0, values, at, FlameGraphDiff.BAR);
            values[at] = bar[0] - leftEnd;
            values[at + 3] = bar[3] - rightEnd;
            leftEnd = bar[0] + bar[1];
            rightEnd = bar[3] + bar[4];
        }
        return values;
    }
}
