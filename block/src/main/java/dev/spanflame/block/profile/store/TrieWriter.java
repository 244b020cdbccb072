package dev.spanflame.block.profile.store;

import dev.spanflame.block.profile.live.SegmentView;
import java.io.IOException;
import java.util.Arrays;

/// Writes the stacks of a trie depth-first, one service after the other. Not thread-safe.
///
/// Each service gets nodes of its own, so that its part of the table is read alone. Stacks that share frames
/// become neighbours, which keeps the numbers inside a profile close to each other.
///
/// ```
/// trie      main - run - parse        written   0     1    2      3
///                \ idle               parent    0     1    1      3     (distance to the row above, 0 for none)
///                                     frame     main  run  parse  idle
/// ```
final class TrieWriter {
    private final SegmentView.Trie trie;
    private final SymbolTableWriter symbols;
    private final StackTableWriter out;
    private final int[] positions;
    private final int[] written;
    private final int[] owners;
    private int owner;
    private int[] path = new int[64];

    TrieWriter(SegmentView.Trie trie, SymbolTableWriter symbols, StackTableWriter out) {
        this.trie = trie;
        this.symbols = symbols;
        this.out = out;
        this.positions = depthFirst(trie);
        this.written = new int[trie.count()];
        this.owners = new int[trie.count()];
    }

    /// Position of each node when every node is directly before its descendants, children in order of their
    /// numbers.
    private static int[] depthFirst(SegmentView.Trie trie) {
        int[] sizes = new int[trie.count()];
        Arrays.fill(sizes, 1);
        for (int node = trie.count() - 1; node >= 0; node--) {
            int parent = trie.parent(node);
            if (parent >= 0) {
                sizes[parent] += sizes[node];
            }
        }
        int[] positions = new int[trie.count()];
        int[] next = new int[trie.count()];
        int root = 0;
        for (int node = 0; node < trie.count(); node++) {
            int parent = trie.parent(node);
            if (parent < 0) {
                positions[node] = root;
                root += sizes[node];
            } else {
                positions[node] = next[parent];
                next[parent] += sizes[node];
            }
            next[node] = positions[node] + 1;
        }
        return positions;
    }

    /// Where a stack that ends at `leaf` belongs among those of its service. Hot path.
    int position(int leaf) {
        return positions[leaf];
    }

    /// The stacks that follow are those of another service.
    void beginService() {
        owner++;
    }

    /// Writes the stack that ends at `leaf` with those of its nodes that are new to the service and returns its
    /// number; stacks must come in order of their positions. Hot path.
    int write(int leaf) throws IOException {
        int depth = 0;
        int node = leaf;
        while (node >= 0 && owners[node] != owner) {
            if (depth == path.length) {
                path = Arrays.copyOf(path, depth * 2);
            }
            path[depth++] = node;
            node = trie.parent(node);
        }
        int parent = node < 0 ? -1 : written[node];
        while (depth > 0) {
            node = path[--depth];
            parent = out.node(parent, symbols.frame(trie.frame(node)));
            owners[node] = owner;
            written[node] = parent;
        }
        return out.stack(parent);
    }
}
