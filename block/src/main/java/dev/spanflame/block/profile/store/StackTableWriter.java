package dev.spanflame.block.profile.store;

import dev.spanflame.block.parquet.WriteOptions;
import dev.spanflame.block.parquet.table.PageLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes the tables of nodes and of leaves, in order, and counts what each service has. Not thread-safe.
final class StackTableWriter implements AutoCloseable {
    /// Nodes are read a service at a time, so large pages cost little and compress better.
    static final WriteOptions OPTIONS =
            WriteOptions.DEFAULT.withLayout(new PageLayout(1 << 16, 8 << 20)).withStreamsApart();

    private static final int GROUP = 1 << 19;
    /// From so many nodes on a group ends with its service: its frames have numbers near each other.
    private static final int FULL = 1 << 16;

    private final TableFile stacks;
    private final TableFile leaves;
    private final List<BlockIndex.Service> services = new ArrayList<>();
    private long[] numbers = new long[1 << 12];
    private long[] parents = new long[1 << 12];
    private long[] frames = new long[1 << 12];
    private int pending;
    private int nodes;
    private long[] leafStacks = new long[1 << 10];
    private long[] leafNodes = new long[1 << 10];
    private int pendingLeaves;
    private int stackCount;
    private int firstStack;
    private int firstNode;

    StackTableWriter(BlockStaging staging) throws IOException {
        stacks = staging.table(ProfileTables.STACKS, ProfileTables.STACKS_SCHEMA, OPTIONS);
        leaves = staging.table(ProfileTables.LEAVES, ProfileTables.LEAVES_SCHEMA, OPTIONS);
    }

    /// Appends a node below `parent`, a number returned before or -1, and returns its number. Hot path.
    int node(int parent, int frame) throws IOException {
        if (pending == numbers.length) {
            makeRoom();
        }
        numbers[pending] = nodes;
        parents[pending] = parent < 0 ? 0 : nodes - parent;
        frames[pending++] = frame;
        nodes = Math.addExact(nodes, 1);
        return nodes - 1;
    }

    private void makeRoom() throws IOException {
        if (pending == GROUP) {
            flushNodes();
            return;
        }
        int capacity = Math.min(GROUP, pending * 2);
        numbers = Arrays.copyOf(numbers, capacity);
        parents = Arrays.copyOf(parents, capacity);
        frames = Arrays.copyOf(frames, capacity);
    }

    /// Appends a stack that ends at `leaf` and returns its number. Hot path.
    int stack(int leaf) throws IOException {
        if (pendingLeaves == leafStacks.length) {
            if (pendingLeaves == GROUP) {
                flushLeaves();
            } else {
                leafStacks = Arrays.copyOf(leafStacks, Math.min(GROUP, pendingLeaves * 2));
                leafNodes = Arrays.copyOf(leafNodes, leafStacks.length);
            }
        }
        leafStacks[pendingLeaves] = stackCount;
        leafNodes[pendingLeaves++] = leaf;
        return stackCount++;
    }

    /// All nodes and stacks since the last call are those of this service.
    void endService(String name) throws IOException {
        services.add(new BlockIndex.Service(name, stackCount - firstStack, nodes - firstNode));
        firstStack = stackCount;
        firstNode = nodes;
        if (pending >= FULL) {
            flushNodes();
        }
    }

    private void flushNodes() throws IOException {
        if (pending > 0) {
            stacks.add(List.of(
                    TableFile.column(numbers, pending),
                    TableFile.column(parents, pending),
                    TableFile.column(frames, pending)));
            pending = 0;
        }
    }

    private void flushLeaves() throws IOException {
        if (pendingLeaves > 0) {
            leaves.add(
                    List.of(TableFile.column(leafStacks, pendingLeaves), TableFile.column(leafNodes, pendingLeaves)));
            pendingLeaves = 0;
        }
    }

    /// Ends both tables and gives the services in order.
    List<BlockIndex.Service> finish(BlockStaging staging) throws IOException {
        flushNodes();
        flushLeaves();
        staging.add(stacks);
        staging.add(leaves);
        return services;
    }

    @Override
    public void close() throws IOException {
        try (stacks) {
            leaves.close();
        }
    }
}
