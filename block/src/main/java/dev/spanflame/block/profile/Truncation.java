package dev.spanflame.block.profile;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/// Finds the total below which nodes are not drawn: that of the last among the `maxNodes` largest.
///
/// Goes from the root always to the largest node that waits. No node has more than its parent, so nodes come in order
/// of their totals, and nothing below the last one is looked at.
public final class Truncation {
    private final MergedTree tree;
    private final IntToLongFunction weights;
    /// Nodes that wait, as a heap with the largest one first.
    private int[] nodes = new int[64];
    private long[] totals = new long[64];
    private int size;

    private Truncation(MergedTree tree, IntToLongFunction weights) {
        this.tree = tree;
        this.weights = weights;
    }

    /// The threshold; 0 where all nodes fit or `maxNodes` is below 1.
    public static long threshold(MergedTree tree, int maxNodes) {
        return threshold(tree, tree::total, maxNodes);
    }

    /// The threshold where nodes count `weights`, which no child has more of than its parent.
    static long threshold(MergedTree tree, IntToLongFunction weights, int maxNodes) {
        if (maxNodes < 1 || tree.frameCount() <= maxNodes || !hasMoreThan(tree, maxNodes)) {
            return 0;
        }
        return new Truncation(tree, weights).total(maxNodes);
    }

    /// Whether the tree has more than `count` nodes; looks at little more than that many.
    private static boolean hasMoreThan(MergedTree tree, int count) {
        for (int node = 0; node < tree.size(); node++) {
            if (tree.size() - 1 > count) {
                return true;
            }
            tree.firstChild(node);
        }
        return tree.size() - 1 > count;
    }

    /// Total of the node that is the `number`th largest.
    private long total(int number) {
        addChildren(MergedTree.ROOT);
        for (int i = 1; i < number; i++) {
            addChildren(removeLargest());
        }
        return totals[0];
    }

    private void addChildren(int node) {
        int end = tree.endChild(node);
        for (int child = tree.firstChild(node); child < end; child++) {
            if (size == nodes.length) {
                nodes = Arrays.copyOf(nodes, size * 2);
                totals = Arrays.copyOf(totals, size * 2);
            }
            add(child, weights.applyAsLong(child));
        }
    }

    private void add(int node, long total) {
        int at = size++;
        while (at > 0 && totals[(at - 1) / 2] < total) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        nodes[at] = node;
        totals[at] = total;
    }

    private int removeLargest() {
        int largest = nodes[0];
        long total = totals[--size];
        int at = 0;
        for (int child = 1; child < size; child = at * 2 + 1) {
            if (child + 1 < size && totals[child + 1] > totals[child]) {
                child++;
            }
            if (totals[child] <= total) {
                break;
            }
            move(child, at);
            at = child;
        }
        nodes[at] = nodes[size];
        totals[at] = total;
        return largest;
    }

    private void move(int from, int to) {
        nodes[to] = nodes[from];
        totals[to] = totals[from];
    }
}
