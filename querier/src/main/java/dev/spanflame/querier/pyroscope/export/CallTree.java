package dev.spanflame.querier.pyroscope.export;

import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.MergedTree;
import dev.spanflame.block.profile.Truncation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// A tree of calls cut to size: nodes depth-first, children in order of the bytes of their names.
/// Immutable.
///
/// Node 0 is the root, named `total`. What was cut below a node is one child named [#OTHER], the last.
public final class CallTree {
    /// Name of what was cut.
    public static final String OTHER = "other";

    private static final String TOTAL = "total";

    private final List<Node> nodes;

    private CallTree(List<Node> nodes) {
        this.nodes = nodes;
    }

    /// A node: number of its parent (-1 for the root), its depth (0 for the root), values of it and all
    /// below, and of it alone.
    public record Node(int parent, int depth, String name, long total, long self) {}

    private record Waiting(int node, int parent, int depth, long other) {}

    /// The tree of a forest, with about `maxNodes` nodes; with all of them where `maxNodes` is below 1.
    public static CallTree of(Forest forest, int maxNodes) {
        MergedTree tree = new MergedTree(forest);
        return new Cutter(tree, Truncation.threshold(tree, maxNodes)).cut();
    }

    /// All nodes.
    public List<Node> nodes() {
        return nodes;
    }

    /// Value of all stacks.
    public long total() {
        return nodes.getFirst().total();
    }

    /// Number of children of each node.
    int[] childCounts() {
        int[] counts = new int[nodes.size()];
        for (Node node : nodes) {
            if (node.parent() >= 0) {
                counts[node.parent()]++;
            }
        }
        return counts;
    }

    /// Names from the outermost function to a node.
    List<String> path(int node) {
        List<String> path = new ArrayList<>();
        for (int at = node; at > 0; at = nodes.get(at).parent()) {
            path.add(nodes.get(at).name());
        }
        return path.reversed();
    }

    private static final class Cutter {
        private final MergedTree tree;
        private final long threshold;
        private final IntPredicate kept = this::isKept;
        private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
        private final List<Node> nodes = new ArrayList<>();

        Cutter(MergedTree tree, long threshold) {
            this.tree = tree;
            this.threshold = threshold;
        }

        CallTree cut() {
            waiting.push(new Waiting(MergedTree.ROOT, -1, 0, 0));
            while (!waiting.isEmpty()) {
                Waiting next = waiting.pop();
                if (next.other() != 0) {
                    nodes.add(new Node(next.parent(), next.depth(), OTHER, next.other(), next.other()));
                } else {
                    add(next);
                }
            }
            return new CallTree(List.copyOf(nodes));
        }

        private void add(Waiting at) {
            int node = at.node();
            int number = nodes.size();
            String name = node == MergedTree.ROOT ? TOTAL : tree.name(tree.nameId(node));
            nodes.add(new Node(at.parent(), at.depth(), name, tree.total(node), tree.self(node)));
            long other = 0;
            for (int child = tree.firstChild(node); child < tree.endChild(node); child++) {
                other += isKept(child) ? 0 : tree.total(child);
            }
            if (other != 0) {
                waiting.push(new Waiting(-1, number, at.depth() + 1, other));
            }
            int[] below = tree.sorted(node, kept);
            for (int i = below.length - 1; i >= 0; i--) {
                waiting.push(new Waiting(below[i], number, at.depth() + 1, 0));
            }
        }

        private boolean isKept(int node) {
            return tree.total(node) >= threshold
                    && !tree.name(tree.nameId(node)).equals(OTHER);
        }
    }
}
