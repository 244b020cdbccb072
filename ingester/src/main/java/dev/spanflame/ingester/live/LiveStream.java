package dev.spanflame.ingester.live;

import dev.spanflame.block.wal.WalStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Live data of one tenant and signal: segments that were cut and wait for their flush, oldest first, and
/// the open one. Thread-safe; [#enter] and [#cut] are called while the log's lock is held.
public final class LiveStream<S extends Segment<?>> {
    private final WalStream id;
    private final LiveMemory memory;
    private final Supplier<S> maker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Slot<S>> cut = new ArrayDeque<>();
    private Slot<S> open;

    LiveStream(WalStream id, LiveMemory memory, Supplier<S> maker) {
        this.id = id;
        this.memory = memory;
        this.maker = maker;
        this.open = new Slot<>(maker);
    }

    /// Tenant and signal.
    public WalStream id() {
        return id;
    }

    /// The open slot, entered.
    Slot<S> enter(long nowNanos) {
        lock.lock();
        try {
            open.enter(nowNanos);
            return open;
        } finally {
            lock.unlock();
        }
    }

    /// Ends the open segment behind sequence number `last`; does nothing when it is empty.
    public void cut(long last) {
        lock.lock();
        try {
            if (!open.isEmpty()) {
                open.close(last);
                cut.addLast(open);
                open = new Slot<>(maker);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The slot that requests enter now.
    public Slot<S> open() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    /// The oldest segment that was cut and not yet dropped.
    public Optional<Slot<S>> oldestCut() {
        lock.lock();
        try {
            return Optional.ofNullable(cut.peekFirst());
        } finally {
            lock.unlock();
        }
    }

    /// Forgets the oldest cut segment, whose data is in a committed block.
    public void dropOldestCut() {
        lock.lock();
        try {
            Slot<S> slot = cut.removeFirst();
            memory.settle(-slot.heldBytes());
        } finally {
            lock.unlock();
        }
    }

    /// All slots that have data, oldest first.
    public List<Slot<S>> slots() {
        lock.lock();
        try {
            List<Slot<S>> slots = new ArrayList<>(cut);
            if (!open.isEmpty()) {
                slots.add(open);
            }
            return slots;
        } finally {
            lock.unlock();
        }
    }

    /// Estimated bytes of memory of all slots.
    public long heldBytes() {
        long sum = 0;
        for (Slot<S> slot : slots()) {
            sum += slot.heldBytes();
        }
        return sum;
    }
}
