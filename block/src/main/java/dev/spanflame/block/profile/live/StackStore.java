package dev.spanflame.block.profile.live;

import java.util.Arrays;

/// Numbers distinct stacks and keeps them as a trie. One thread appends; readers see what a snapshot published.
///
/// A node is a frame below its parent; parents have smaller numbers than their children, so that one pass from the
/// last node to the first carries values from the leaves to the roots. Beside the trie each stack is kept as a list of
/// frames: a stack that comes again is known by a hash over its frames and then compared with that list, which lies
/// in one piece, where a walk up the trie would wait for memory at each step.
///
/// ```
/// node      0     1     2     3          stack   0    1    2
/// parent   -1     0     1     0          leaf    2    3    1
/// frame   main   run  parse  idle
/// ```
final class StackStore {
    private static final int NONE = -1;
    /// Numbers in a line of the processor's cache.
    private static final int LINE = 16;

    private final LongList nodes = new LongList();
    private final IntList leaves = new IntList();
    private final IntList ends = new IntList();
    private final LongList hashes = new LongList();
    private int[] pool = new int[256];
    private int poolSize;
    /// Keeps the reads of [#touch] from being optimised away.
    @SuppressWarnings("unused")
    private int touched;

    private int[] nodeSlots = new int[64];
    private long[] stackSlots = new long[64];

    /// Reads what [#intern] is going to read first for these hashes, so that it is at hand then. Hot path.
    void touch(long[] wanted, int count) {
        int mask = stackSlots.length - 1;
        int seen = 0;
        for (int i = 0; i < count; i++) {
            int id = (int) stackSlots[(int) wanted[i] & mask] - 1;
            if (id >= 0) {
                int at = from(id);
                seen += pool[at] + pool[Math.min(at + LINE, poolSize - 1)];
            }
        }
        touched = seen;
    }

    /// Number of the stack with the frames `[from, to)`, the leaf first, and their hash; added if it is new. Hot path.
    int intern(int[] stack, int from, int to, long hash) {
        int mask = stackSlots.length - 1;
        int slot = (int) hash & mask;
        while (stackSlots[slot] != 0) {
            long entry = stackSlots[slot];
            int id = (int) entry - 1;
            if ((entry ^ hash) >>> 32 == 0 && Arrays.equals(pool, from(id), ends.get(id), stack, from, to)) {
                return id;
            }
            slot = slot + 1 & mask;
        }
        int id = leaves.size();
        append(stack, from, to);
        leaves.add(insert(stack, from, to));
        hashes.add(hash);
        stackSlots[slot] = entry(hash, id);
        if (leaves.size() * 2 > stackSlots.length) {
            growStackSlots();
        }
        return id;
    }

    private int from(int id) {
        return id == 0 ? 0 : ends.get(id - 1);
    }

    private void append(int[] stack, int from, int to) {
        int length = to - from;
        if (poolSize + length > pool.length) {
            pool = Arrays.copyOf(pool, Math.addExact(poolSize, Math.max(length, poolSize / 2)));
        }
        System.arraycopy(stack, from, pool, poolSize, length);
        poolSize += length;
        ends.add(poolSize);
    }

    private int insert(int[] stack, int from, int to) {
        int node = NONE;
        for (int i = to - 1; i >= from; i--) {
            node = child(node, stack[i]);
        }
        return node;
    }

    private int child(int parent, int frame) {
        long wanted = node(parent, frame);
        int mask = nodeSlots.length - 1;
        int slot = KeyedHash.of(wanted) & mask;
        while (nodeSlots[slot] != 0) {
            int node = nodeSlots[slot] - 1;
            if (nodes.get(node) == wanted) {
                return node;
            }
            slot = slot + 1 & mask;
        }
        int node = nodes.size();
        nodes.add(wanted);
        nodeSlots[slot] = node + 1;
        if (nodes.size() * 4L > nodeSlots.length * 3L) {
            growNodeSlots();
        }
        return node;
    }

    private void growNodeSlots() {
        int[] slots = new int[Math.multiplyExact(nodeSlots.length, 2)];
        int mask = slots.length - 1;
        for (int node = 0; node < nodes.size(); node++) {
            int slot = KeyedHash.of(nodes.get(node)) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = node + 1;
        }
        nodeSlots = slots;
    }

    private void growStackSlots() {
        long[] slots = new long[Math.multiplyExact(stackSlots.length, 2)];
        int mask = slots.length - 1;
        for (int id = 0; id < leaves.size(); id++) {
            int slot = (int) hashes.get(id) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = entry(hashes.get(id), id);
        }
        stackSlots = slots;
    }

    /// Upper half of the hash and the number of the stack, counted from 1: what a slot holds.
    private static long entry(long hash, int id) {
        return hash & 0xFFFFFFFF00000000L | id + 1;
    }

    /// A node as one number.
    private static long node(int parent, int frame) {
        return (long) parent << 32 | frame;
    }

    /// Node above a node, -1 for the outermost. Hot path.
    static int parent(long node) {
        return (int) (node >> 32);
    }

    /// Frame of a node. Hot path.
    static int frame(long node) {
        return (int) node;
    }

    int nodeCount() {
        return nodes.size();
    }

    int stackCount() {
        return leaves.size();
    }

    /// Nodes, to be read by [#parent] and [#frame]; longer than needed.
    long[] nodes() {
        return nodes.values();
    }

    /// Node of the innermost frame of each stack; longer than needed.
    int[] leaves() {
        return leaves.values();
    }

    /// Frames of all stacks, the leaf of each first; longer than needed.
    int[] pool() {
        return pool;
    }

    /// Position in [#pool] behind each stack; longer than needed.
    int[] ends() {
        return ends.values();
    }

    long memoryBytes() {
        return nodes.memoryBytes()
                + leaves.memoryBytes()
                + ends.memoryBytes()
                + hashes.memoryBytes()
                + 4L * (pool.length + nodeSlots.length)
                + 8L * stackSlots.length;
    }
}
