package dev.spanflame.block.profile.live;

import java.util.Arrays;

/// Numbers distinct stacks. One thread appends; readers see what a snapshot published.
///
/// Each stack is a list of frames, all lists in one piece. A stack that comes again is known by a hash over
/// its frames and then compared with its list.
final class StackStore {
    /// Numbers in a line of the processor's cache.
    private static final int LINE = 16;

    private final IntList ends = new IntList();
    private final LongList hashes = new LongList();
    private int[] pool = new int[256];
    private int poolSize;
    /// Keeps the reads of [#touch] from being optimised away.
    @SuppressWarnings("unused")
    private int touched;

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

    /// Number of the stack with the frames `[from, to)`, the leaf first, and their hash; added if it is
    /// new. Hot path.
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
        int id = ends.size();
        append(stack, from, to);
        hashes.add(hash);
        stackSlots[slot] = entry(hash, id);
        if (ends.size() * 2 > stackSlots.length) {
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

    private void growStackSlots() {
        long[] slots = new long[Math.multiplyExact(stackSlots.length, 2)];
        int mask = slots.length - 1;
        for (int id = 0; id < ends.size(); id++) {
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

    int stackCount() {
        return ends.size();
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
        return ends.memoryBytes() + hashes.memoryBytes() + 4L * pool.length + 8L * stackSlots.length;
    }
}
