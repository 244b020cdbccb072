package dev.spanflame.block.profile;

/// Numbers distinct stacks and keeps them as a trie. One thread appends; readers see what a snapshot published.
///
/// A node is a frame below its parent; parents have smaller numbers than their children, so that one pass from the
/// last node to the first carries values from the leaves to the roots. A stack is known again by a hash over all its
/// frames, and then compared frame by frame.
///
/// ```
/// node      0     1     2     3          stack   0    1    2
/// parent   -1     0     1     0          leaf    2    3    1
/// frame   main   run  parse  idle
/// ```
final class StackStore {
    private static final int NONE = -1;

    private final IntList parents = new IntList();
    private final IntList frames = new IntList();
    private final IntList leaves = new IntList();
    private final LongList hashes = new LongList();
    private int[] nodeSlots = new int[64];
    private int[] stackSlots = new int[64];

    /// Number of the stack with the given frames, the leaf first; added if it is new. Hot path.
    int intern(int[] stack, int length) {
        long hash = KeyedHash.of(stack, length);
        int mask = stackSlots.length - 1;
        int slot = (int) hash & mask;
        while (stackSlots[slot] != 0) {
            int id = stackSlots[slot] - 1;
            if (hashes.get(id) == hash && isEqual(leaves.get(id), stack, length)) {
                return id;
            }
            slot = slot + 1 & mask;
        }
        int id = leaves.size();
        leaves.add(insert(stack, length));
        hashes.add(hash);
        stackSlots[slot] = id + 1;
        if (leaves.size() * 2 > stackSlots.length) {
            growStackSlots();
        }
        return id;
    }

    private boolean isEqual(int leaf, int[] stack, int length) {
        int node = leaf;
        for (int i = 0; i < length; i++) {
            if (node == NONE || frames.get(node) != stack[i]) {
                return false;
            }
            node = parents.get(node);
        }
        return node == NONE;
    }

    private int insert(int[] stack, int length) {
        int node = NONE;
        for (int i = length - 1; i >= 0; i--) {
            node = child(node, stack[i]);
        }
        return node;
    }

    private int child(int parent, int frame) {
        int mask = nodeSlots.length - 1;
        int slot = KeyedHash.of(parent, frame) & mask;
        while (nodeSlots[slot] != 0) {
            int node = nodeSlots[slot] - 1;
            if (parents.get(node) == parent && frames.get(node) == frame) {
                return node;
            }
            slot = slot + 1 & mask;
        }
        int node = parents.size();
        parents.add(parent);
        frames.add(frame);
        nodeSlots[slot] = node + 1;
        if (parents.size() * 4L > nodeSlots.length * 3L) {
            growNodeSlots();
        }
        return node;
    }

    private void growNodeSlots() {
        int[] slots = new int[Math.multiplyExact(nodeSlots.length, 2)];
        int mask = slots.length - 1;
        for (int node = 0; node < parents.size(); node++) {
            int slot = KeyedHash.of(parents.get(node), frames.get(node)) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = node + 1;
        }
        nodeSlots = slots;
    }

    private void growStackSlots() {
        int[] slots = new int[Math.multiplyExact(stackSlots.length, 2)];
        int mask = slots.length - 1;
        for (int id = 0; id < leaves.size(); id++) {
            int slot = (int) hashes.get(id) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = id + 1;
        }
        stackSlots = slots;
    }

    int nodeCount() {
        return parents.size();
    }

    int stackCount() {
        return leaves.size();
    }

    int[] parents() {
        return parents.values();
    }

    int[] frames() {
        return frames.values();
    }

    int[] leaves() {
        return leaves.values();
    }

    long memoryBytes() {
        return parents.memoryBytes()
                + frames.memoryBytes()
                + leaves.memoryBytes()
                + hashes.memoryBytes()
                + 4L * (nodeSlots.length + stackSlots.length);
    }

    /// Frames of a stack from the root to the leaf.
    static int[] path(int[] parents, int[] frames, int leaf) {
        int depth = 0;
        for (int node = leaf; node != NONE; node = parents[node]) {
            depth++;
        }
        int[] path = new int[depth];
        for (int node = leaf; node != NONE; node = parents[node]) {
            path[--depth] = frames[node];
        }
        return path;
    }
}
