package dev.spanflame.proto.symbols.dwarf;

import java.util.Arrays;
import java.util.BitSet;

/// Addresses that are looked for, in ascending order, each once.
final class Wanted {
    private final long[] addresses;

    Wanted(long[] addresses) {
        this.addresses = addresses;
    }

    int size() {
        return addresses.length;
    }

    /// Number of the first address that is not below `address`, without sign.
    int from(long address) {
        int index = Arrays.binarySearch(addresses, address);
        return index < 0 ? -index - 1 : index;
    }

    /// Adds to `found` the numbers of the addresses in `[low, high)`.
    void add(long low, long high, BitSet found) {
        if (low < high) {
            int from = from(low);
            int to = from(high);
            if (from < to) {
                found.set(from, to);
            }
        }
    }
}
