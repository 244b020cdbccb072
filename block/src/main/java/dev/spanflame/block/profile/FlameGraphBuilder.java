package dev.spanflame.block.profile;

import dev.spanflame.model.profile.FlameGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// Draws a [Forest] as a flame graph, bar for bar as Pyroscope does.
///
/// Nodes below a threshold are put together as one bar `other` below their parent. The threshold is the
/// smallest total among the `maxNodes` largest nodes, which [Truncation] finds. The walk takes the last child first,
/// and so does the numbering of names; levels are turned round at the end.
public final class FlameGraphBuilder {
    private static final String TOTAL = "total";
    private static final String OTHER = "other";
    /// Stands for a bar `other` where a node is expected.
    private static final int OTHER_NODE = -1;

    private final MergedTree tree;
    private final long threshold;
    private final IntPredicate kept = this::isKept;
    private final List<Level> levels = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    /// Number of a name of the tree, counted from 1; 0 where it has none yet.
    private int[] numberOfName;
    private int[] nodes = new int[64];
    private int[] depths = new int[64];
    private long[] offsets = new long[64];
    private long[] others = new long[64];
    private int waiting;
    private long maxSelf;

    private FlameGraphBuilder(MergedTree tree, long threshold) {
        this.tree = tree;
        this.threshold = threshold;
        this.numberOfName = new int[tree.nameCount()];
    }

    /// The flame graph with about `maxNodes` nodes; all of them where `maxNodes` is below 1.
    public static FlameGraph build(Forest forest, int maxNodes) {
        MergedTree tree = new MergedTree(forest);
        return new FlameGraphBuilder(tree, Truncation.threshold(tree, maxNodes)).draw();
    }

    private FlameGraph draw() {
        names.add(TOTAL);
        numbers.put(TOTAL, 0);
        push(MergedTree.ROOT, 0, 0, 0);
        while (waiting > 0) {
            waiting--;
            if (nodes[waiting] == OTHER_NODE) {
                drawOther(waiting);
            } else {
                drawNode(nodes[waiting], depths[waiting], offsets[waiting]);
            }
        }
        List<long[]> encoded = new ArrayList<>();
        for (Level level : levels) {
            encoded.add(level.encoded());
        }
        return new FlameGraph(names, encoded, tree.total(MergedTree.ROOT), maxSelf);
    }

    private void drawOther(int slot) {
        long value = others[slot];
        maxSelf = Math.max(maxSelf, value);
        level(depths[slot]).add(offsets[slot], value, value, number(OTHER));
    }

    private void drawNode(int node, int depth, long offset) {
        long self = tree.self(node);
        maxSelf = Math.max(maxSelf, self);
        int name = node == MergedTree.ROOT ? 0 : number(tree.nameId(node));
        level(depth).add(offset, tree.total(node), self, name);
        long at = Totals.sum(offset, self);
        for (int child : tree.sorted(node, kept)) {
            push(child, depth + 1, at, 0);
            at = Totals.sum(at, tree.total(child));
        }
        long other = 0;
        int end = tree.endChild(node);
        for (int child = tree.firstChild(node); child < end; child++) {
            other = isKept(child) ? other : Totals.sum(other, tree.total(child));
        }
        if (other != 0) {
            push(OTHER_NODE, depth + 1, at, other);
        }
    }

    private boolean isKept(int node) {
        return tree.total(node) >= threshold && !tree.name(tree.nameId(node)).equals(OTHER);
    }

    private int number(int nameId) {
        if (nameId >= numberOfName.length) {
            numberOfName = Arrays.copyOf(numberOfName, Math.max(nameId + 1, tree.nameCount()));
        }
        if (numberOfName[nameId] == 0) {
            numberOfName[nameId] = number(tree.name(nameId)) + 1;
        }
        return numberOfName[nameId] - 1;
    }

    private int number(String name) {
        Integer known = numbers.putIfAbsent(name, names.size());
        if (known != null) {
            return known;
        }
        names.add(name);
        return names.size() - 1;
    }

    private Level level(int depth) {
        if (depth == levels.size()) {
            levels.add(new Level());
        }
        return levels.get(depth);
    }

    private void push(int node, int depth, long offset, long other) {
        if (waiting == nodes.length) {
            int capacity = waiting * 2;
            nodes = Arrays.copyOf(nodes, capacity);
            depths = Arrays.copyOf(depths, capacity);
            offsets = Arrays.copyOf(offsets, capacity);
            others = Arrays.copyOf(others, capacity);
        }
        nodes[waiting] = node;
        depths[waiting] = depth;
        offsets[waiting] = offset;
        others[waiting++] = other;
    }

    /// Bars of one depth, from right to left.
    private static final class Level {
        private final List<long[]> bars = new ArrayList<>();

        void add(long offset, long total, long self, int name) {
            bars.add(new long[] {offset, total, self, name});
        }

        /// Bars from left to right, each offset counted from the end of the bar before.
        long[] encoded() {
            Collections.reverse(bars);
            long[] values = new long[bars.size() * FlameGraph.BAR];
            long end = 0;
            for (int i = 0; i < bars.size(); i++) {
                long[] bar = bars.get(i);
                System.arraycopy(bar, 0, values, i * FlameGraph.BAR, FlameGraph.BAR);
                values[i * FlameGraph.BAR] = bar[0] - end;
                end = bar[0] + bar[1];
            }
            return values;
        }
    }
}
