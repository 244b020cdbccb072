package dev.spanflame.block.profile.store;

import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.StackValues;
import dev.spanflame.block.profile.TotalCounts;
import dev.spanflame.block.profile.Totals;
import dev.spanflame.block.profile.trie.ServiceGrove;
import dev.spanflame.block.profile.trie.ServiceNodes;
import dev.spanflame.block.profile.trie.StackSums;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// Carries the values of stacks from their leaves to the roots of a block's trie. Used once, by one thread.
///
/// Nodes are read, and memory is taken, for those services alone that have a value.
final class NodeTotals {
    private final BlockTables tables;
    private final StackValues values;
    private final int frameCount;
    private final int[] leaves;
    private final boolean[] wanted;
    private final ServiceNodes[] nodes;

    NodeTotals(BlockTables tables, BlockSource source, StackValues values, int frameCount) throws IOException {
        this.tables = tables;
        this.values = values;
        this.frameCount = frameCount;
        this.leaves = tables.leaves(source);
        this.wanted = new boolean[tables.serviceCount()];
        this.nodes = new ServiceNodes[wanted.length];
        int service = 0;
        for (int stack = values.next(0); stack >= 0; stack = values.next(tables.firstStack(service + 1))) {
            while (stack >= tables.firstStack(service + 1)) {
                service++;
            }
            wanted[service] = true;
        }
        tables.load(wanted, nodes, source, frameCount);
    }

    /// Gives the nodes to a forest that grows.
    void plantGroves(Forest forest, ServiceGrove.Names names) {
        for (int service = 0; service < nodes.length; service++) {
            if (wanted[service]) {
                StackSums sums = new StackSums(
                        values, tables.firstStack(service), tables.firstStack(service + 1), tables.firstNode(service));
                forest.plant(new ServiceGrove(nodes[service], leaves, sums, names));
            }
        }
    }

    /// Adds the nodes that have a total to `forest`; `names` gives the number of a frame's name in it.
    void plant(Forest forest, IntUnaryOperator names) {
        long[][] totals = new long[nodes.length][];
        int count = 0;
        for (int service = 0; service < nodes.length; service++) {
            if (wanted[service]) {
                totals[service] = totals(service);
                for (long total : totals[service]) {
                    count += total == 0 ? 0 : 1;
                }
            }
        }
        long floor = forest.begin(count, () -> sizes(totals));
        int[] nameIds = new int[frameCount];
        Arrays.fill(nameIds, -1);
        IntUnaryOperator once = frame -> {
            if (nameIds[frame] < 0) {
                nameIds[frame] = names.applyAsInt(frame);
            }
            return nameIds[frame];
        };
        for (int service = 0; service < nodes.length; service++) {
            if (wanted[service]) {
                plant(nodes[service], totals[service], floor, once, forest);
            }
        }
    }

    private long[] totals(int service) {
        long[] totals = new long[nodes[service].count()];
        int first = tables.firstNode(service);
        int end = tables.firstStack(service + 1);
        for (int stack = tables.firstStack(service); stack < end; stack++) {
            long value = values.get(stack);
            if (value > 0) {
                totals[leaves[stack] - first] = Totals.sum(totals[leaves[stack] - first], value);
            }
        }
        nodes[service].addUp(totals);
        return totals;
    }

    private static TotalCounts sizes(long[][] totals) {
        TotalCounts sizes = new TotalCounts();
        for (long[] service : totals) {
            for (int i = 0; service != null && i < service.length; i++) {
                if (service[i] != 0) {
                    sizes.add(service[i]);
                }
            }
        }
        return sizes;
    }

    /// Hot path.
    private static void plant(ServiceNodes trie, long[] totals, long floor, IntUnaryOperator names, Forest forest) {
        int[] sizes = trie.sizes();
        int[] parents = new int[sizes.length];
        Arrays.fill(parents, Forest.ROOT);
        int node = 0;
        while (node < sizes.length) {
            int end = node + sizes[node];
            if (totals[node] == 0) {
                node = end;
                continue;
            }
            int planted;
            if (totals[node] >= floor) {
                planted = forest.add(parents[node], names.applyAsInt(trie.frames()[node]), totals[node]);
            } else {
                planted = forest.leaveOut(parents[node], totals[node]);
            }
            for (int child = node + 1; child < end; child += sizes[child]) {
                parents[child] = planted;
            }
            node++;
        }
    }
}
