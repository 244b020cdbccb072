package dev.spanflame.block.profile.store;

import dev.spanflame.block.column.LongIntMap;
import dev.spanflame.block.profile.live.SegmentView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The stacks that one service has in all inputs of a merge. Not thread-safe.
final class ServiceTrie {
    private static final int NO_STACK = -1;
    private static final int STACK = 0;

    private final LongIntMap numbers = new LongIntMap(1 << 10);
    private final List<Part> parts = new ArrayList<>();
    private long[] nodes = new long[1 << 10];
    private int[] stackOf = new int[1 << 10];
    private int size;

    /// The stacks `[from, to)` of an input are of this service.
    private record Part(MergeInput input, int from, int to) {}

    void clear() {
        numbers.clear(1 << 10);
        parts.clear();
        size = 0;
    }

    /// Number of the node with this parent (-1 for none) and frame. Hot path.
    int node(int parent, int frame) {
        long key = (long) parent << 32 | frame;
        int known = numbers.putIfAbsent(key, size);
        if (known >= 0) {
            return known;
        }
        if (size == nodes.length) {
            nodes = Arrays.copyOf(nodes, Math.addExact(size, size / 2));
            stackOf = Arrays.copyOf(stackOf, nodes.length);
        }
        nodes[size] = key;
        stackOf[size] = NO_STACK;
        return size++;
    }

    /// A stack ends at this node.
    void addStack(int leaf) {
        stackOf[leaf] = STACK;
    }

    /// Notes whose stacks are to be numbered.
    void remember(MergeInput input, int from, int to) {
        parts.add(new Part(input, from, to));
    }

    /// Writes all stacks and tells the inputs their numbers.
    void write(String service, SymbolTableWriter symbols, StackTableWriter out) throws IOException {
        TrieWriter writer = new TrieWriter(new SegmentView.Trie(nodes, size), symbols, out);
        int[] leafAt = new int[size];
        for (int node = 0; node < size; node++) {
            leafAt[writer.position(node)] = node;
        }
        writer.beginService();
        for (int node : leafAt) {
            if (stackOf[node] == STACK) {
                stackOf[node] = writer.write(node);
            }
        }
        out.endService(service);
        for (Part part : parts) {
            part.input().numberStacks(part.from(), part.to(), stackOf);
        }
    }
}
