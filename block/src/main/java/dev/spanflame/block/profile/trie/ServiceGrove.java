package dev.spanflame.block.profile.trie;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.profile.Forest;

/// The stacks of one service in a block, of which a [Forest] takes those frames alone that are looked at.
///
/// The stacks below a node are neighbours, as the nodes are, so the total of a node is the difference of two sums.
/// Not thread-safe.
public final class ServiceGrove implements Forest.Grove {
    private final ServiceNodes nodes;
    private final int[] leaves;
    private final StackSums sums;
    private final Names names;

    /// `leaves` are the nodes that stacks of the block end at, in ascending order; those of `sums` are of this service
    /// and count from its first node.
    public ServiceGrove(ServiceNodes nodes, int[] leaves, StackSums sums, Names names) {
        this.nodes = nodes;
        this.leaves = leaves;
        this.sums = sums;
        this.names = names;
    }

    /// Names of the frames of a block: the entry of `texts` for each.
    public record Names(ByteStrings texts, int[] ids) {
        private int of(int frame, Forest forest) {
            return forest.name(texts, ids[frame]);
        }
    }

    @Override
    public void addBelow(int node, int frame, Forest forest) {
        int child = node + 1;
        int end = node == TOP ? nodes.count() : node + nodes.sizes()[node];
        int stack = firstStack(sums.first(), child);
        while (child < end && stack < sums.end()) {
            int next = child + nodes.sizes()[child];
            int behind = firstStack(stack, next);
            long total = sums.between(stack, behind);
            if (total > 0) {
                forest.addGrown(frame, names.of(nodes.frames()[child], forest), total, child);
            }
            stack = behind;
            child = next;
        }
    }

    /// The first stack from `from` on that ends at `node` or behind it.
    private int firstStack(int from, int node) {
        int wanted = sums.firstNode() + node;
        int low = from;
        int high = sums.end();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (leaves[middle] < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
