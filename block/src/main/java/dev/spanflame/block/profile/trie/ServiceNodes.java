package dev.spanflame.block.profile.trie;

import dev.spanflame.block.profile.Totals;
import java.util.Arrays;

/// The nodes of the stacks of one service, depth-first: each directly before its descendants, so that those are the
/// next `sizes - 1` rows, and its child after `child` is `child + sizes[child]`. Immutable.
///
/// ```
/// node      0     1     2     3
/// frame   main   run  parse  idle
/// size      4     2     1     1          (the node and all below it)
/// ```
public record ServiceNodes(int[] sizes, int[] frames) {
    /// Of nodes that say how many rows above the parent is, 0 for none. Throws [IllegalArgumentException] where they
    /// are not depth-first.
    public static ServiceNodes of(int[] parents, int[] frames) {
        int[] sizes = new int[parents.length];
        Arrays.fill(sizes, 1);
        for (int node = sizes.length - 1; node >= 0; node--) {
            if (parents[node] < 0 || parents[node] > node) {
                throw new IllegalArgumentException("node " + node + " has its parent " + parents[node] + " rows above");
            }
            if (parents[node] > 0) {
                sizes[node - parents[node]] += sizes[node];
            }
        }
        // as many rows as there are descendants, and all descendants within: no others are
        for (int node = 0; node < sizes.length; node++) {
            if (parents[node] > 0 && sizes[node] > sizes[node - parents[node]] - parents[node]) {
                throw new IllegalArgumentException("node " + node + " is not depth-first below its parent");
            }
        }
        return new ServiceNodes(sizes, frames);
    }

    /// Number of nodes.
    public int count() {
        return sizes.length;
    }

    /// Adds to each value those of all nodes below. Hot path.
    public void addUp(long[] values) {
        for (int node = sizes.length - 1; node >= 0; node--) {
            int end = node + sizes[node];
            long total = values[node];
            for (int child = node + 1; child < end; child += sizes[child]) {
                total = Totals.sum(total, values[child]);
            }
            values[node] = total;
        }
    }
}
