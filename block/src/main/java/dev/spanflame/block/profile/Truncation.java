package dev.spanflame.block.profile;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/// Finds the total below which nodes are not drawn, by the walk that [FlameGraphBuilder] describes.
public final class Truncation {
    private final MergedTree tree;
    private final IntToLongFunction weights;
    private final long[] heap;
    private int heapSize;
    private int[] waiting = new int[64];
    private int waitingCount;

    private Truncation(MergedTree tree, IntToLongFunction weights, int maxNodes) {
        this.tree = tree;
        this.weights = weights;
        this.heap = new long[maxNodes];
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
        return new Truncation(tree, weights, maxNodes).walk();
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

    private long walk() {
        pushChildren(MergedTree.ROOT);
        while (waitingCount > 0) {
            int node = waiting[--waitingCount];
            long total = weights.applyAsLong(node);
            if (heapSize == heap.length) {
                if (total <= heap[0]) {
                    continue;
                }
                replaceSmallest(total);
            } else {
                add(total);
            }
            pushChildren(node);
        }
        return heap[0];
    }

    private void pushChildren(int node) {
        int end = tree.endChild(node);
        for (int child = tree.firstChild(node); child < end; child++) {
            if (waitingCount == waiting.length) {
                waiting = Arrays.copyOf(waiting, waitingCount * 2);
            }
            waiting[waitingCount++] = child;
        }
    }

    private void add(long total) {
        int at = heapSize++;
        while (at > 0 && heap[(at - 1) / 2] > total) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = total;
    }

    private void replaceSmallest(long total) {
        int at = 0;
        while (true) {
            int child = at * 2 + 1;
            if (child >= heapSize) {
                break;
            }
            if (child + 1 < heapSize && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= total) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = total;
    }
}
