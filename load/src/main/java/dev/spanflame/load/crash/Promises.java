package dev.spanflame.load.crash;

import java.util.BitSet;

/// Which of some numbered items were sent and which acknowledged. Written by one sender, read when that has ended.
final class Promises {
    private final BitSet acknowledged = new BitSet();
    private int sent;
    private boolean changed;

    /// The next `count` items are sent; returns the first of them.
    int send(int count) {
        int first = sent;
        sent += count;
        changed = true;
        return first;
    }

    /// The items `[from, to)` were acknowledged.
    void acknowledge(int from, int to) {
        acknowledged.set(from, to);
    }

    int sent() {
        return sent;
    }

    int acknowledged() {
        return acknowledged.cardinality();
    }

    boolean isAcknowledged(int item) {
        return acknowledged.get(item);
    }

    /// Whether something was sent since the last call.
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }
}
