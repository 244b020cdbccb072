package dev.spanflame.block.profile.live;

import dev.spanflame.block.column.IndexSort;
import java.util.Arrays;

/// Some stacks of a segment as a trie: stacks that begin with the same frames share nodes.
///
/// Nodes are numbered depth-first, so parents have smaller numbers than their children, one pass from the
/// last node to the first carries values from the leaves to the roots, and stacks in order of their leaves
/// are neighbours. Made when it is wanted: sorting all stacks once is far cheaper than finding the node of
/// every frame as it comes in.
///
/// ```
/// node      0     1     2     3          stack (sorted)   0    1    2
/// parent   -1     0     1     0          leaf             1    2    3
/// frame   main   run  parse  idle
/// ```
///
/// Immutable once made.
public final class StackTrie {
    private static final int NONE = -1;

    private final int[] stacks;
    private final int[] leaves;
    private long[] nodes;
    private int size;

    private StackTrie(int[] stacks) {
        this.stacks = stacks;
        this.leaves = new int[stacks.length];
        this.nodes = new long[Math.max(16, stacks.length * 8)];
    }

    /// The trie of these stacks, distinct numbers of `view`, in any order.
    public static StackTrie of(SegmentView.Stacks view, int[] stacks) {
        StackTrie trie = new StackTrie(stacks.clone());
        IndexSort.sort(trie.stacks, stacks.length, new int[stacks.length], view::compare);
        trie.insertAll(view);
        return trie;
    }

    private void insertAll(SegmentView.Stacks view) {
        int[] path = new int[64];
        int previous = NONE;
        for (int i = 0; i < stacks.length; i++) {
            int stack = stacks[i];
            int length = view.length(stack);
            if (length > path.length) {
                path = Arrays.copyOf(path, Math.max(length, path.length * 2));
            }
            int depth = previous == NONE ? 0 : view.commonFrames(previous, stack);
            while (depth < length) {
                path[depth] = add(depth == 0 ? NONE : path[depth - 1], view.frame(stack, depth));
                depth++;
            }
            leaves[i] = length == 0 ? NONE : path[length - 1];
            previous = stack;
        }
    }

    private int add(int parent, int frame) {
        if (size == nodes.length) {
            nodes = Arrays.copyOf(nodes, Math.addExact(size, size / 2));
        }
        nodes[size] = (long) parent << 32 | frame;
        return size++;
    }

    /// Number of stacks.
    public int stackCount() {
        return stacks.length;
    }

    /// Number in the segment of the stack at a place in the order of the trie.
    public int stack(int place) {
        return stacks[place];
    }

    /// Node of the innermost frame of the stack at a place.
    public int leaf(int place) {
        return leaves[place];
    }

    /// The nodes.
    public SegmentView.Trie nodes() {
        return new SegmentView.Trie(nodes, size);
    }
}
