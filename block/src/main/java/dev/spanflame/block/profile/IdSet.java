package dev.spanflame.block.profile;

/// A set of ids of 128 bits; shorter ones have 0 in the upper half. The id 0 is never a member.
///
/// Filled by one thread, then only read.
public final class IdSet {
    private final long[] table;
    private final int mask;
    private int size;

    /// An empty set with room for `capacity` ids.
    public IdSet(int capacity) {
        int slots = Integer.highestOneBit(Math.max(4, capacity)) * 4;
        table = new long[Math.multiplyExact(slots, 2)];
        mask = slots - 1;
    }

    /// Adds an id; throws [IllegalStateException] once there is no room left.
    public void add(long high, long low) {
        if ((high | low) == 0 || contains(high, low)) {
            return;
        }
        if (size * 2 > mask) {
            throw new IllegalStateException("the set is full with " + size + " ids");
        }
        int slot = hash(high, low) & mask;
        while ((table[slot * 2] | table[slot * 2 + 1]) != 0) {
            slot = slot + 1 & mask;
        }
        table[slot * 2] = high;
        table[slot * 2 + 1] = low;
        size++;
    }

    /// Whether the id is a member. Hot path.
    public boolean contains(long high, long low) {
        int slot = hash(high, low) & mask;
        while (true) {
            long slotHigh = table[slot * 2];
            long slotLow = table[slot * 2 + 1];
            if ((slotHigh | slotLow) == 0) {
                return false;
            }
            if (slotHigh == high && slotLow == low) {
                return true;
            }
            slot = slot + 1 & mask;
        }
    }

    /// Takes ids.
    @FunctionalInterface
    public interface Sink {
        /// One id.
        void accept(long high, long low);
    }

    /// Hands over all ids, in no order.
    public void forEach(Sink sink) {
        for (int slot = 0; slot < table.length; slot += 2) {
            if ((table[slot] | table[slot + 1]) != 0) {
                sink.accept(table[slot], table[slot + 1]);
            }
        }
    }

    /// Number of ids.
    public int size() {
        return size;
    }

    private static int hash(long high, long low) {
        long mixed = (low ^ high * 0xC2B2AE3D27D4EB4FL) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }
}
