package dev.spanflame.generator;

import dev.spanflame.model.Tenant;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.EventColumn;
import dev.spanflame.model.trace.SpanBatch.LinkColumn;
import dev.spanflame.model.trace.SpanBatch.SpanColumn;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Batches between the threads that acknowledge them and the one that looks at them, bounded in
/// bytes. Thread-safe.
final class Handover {
    private static final long SPAN_BYTES = 8L * SpanColumn.values().length;
    private static final long EVENT_BYTES = 8L * EventColumn.values().length;
    private static final long LINK_BYTES = 8L * LinkColumn.values().length;
    private static final long ATTRIBUTE_BYTES = 17;

    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private long bytes;
    private boolean busy;
    private boolean closed;

    /// Spans that wait.
    record Item(Tenant tenant, SpanBatch batch, long receivedNanos, Runnable release, long bytes) {}

    Handover(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Takes a batch if there is room; one batch has room in any case, however large.
    boolean offer(Tenant tenant, SpanBatch batch, long receivedNanos, Runnable release) {
        long its = bytesOf(batch);
        lock.lock();
        try {
            if (closed || (bytes > 0 && bytes + its > maxBytes)) {
                return false;
            }
            items.add(new Item(tenant, batch, receivedNanos, release, its));
            bytes += its;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static long bytesOf(SpanBatch batch) {
        return batch.bytes().length
                + SPAN_BYTES * batch.spans().size()
                + EVENT_BYTES * batch.events().size()
                + LINK_BYTES * batch.links().size()
                + ATTRIBUTE_BYTES * batch.attributes().size();
    }

    /// Waits for the oldest batch; null once it is closed and empty. [#done] has to follow.
    @Nullable
    Item take() {
        lock.lock();
        try {
            while (items.isEmpty()) {
                if (closed) {
                    return null;
                }
                changed.awaitUninterruptibly();
            }
            busy = true;
            return items.getFirst();
        } finally {
            lock.unlock();
        }
    }

    /// The batch that [#take] gave is looked at.
    void done() {
        lock.lock();
        try {
            bytes -= items.removeFirst().bytes();
            busy = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Time up to which everything that arrived has been looked at: `nowNanos` while nothing waits.
    long seenUntil(long nowNanos) {
        lock.lock();
        try {
            Item oldest = items.peekFirst();
            return oldest == null ? nowNanos : Math.min(nowNanos, oldest.receivedNanos());
        } finally {
            lock.unlock();
        }
    }

    /// Waits until everything taken before the call is looked at.
    void awaitEmpty() {
        lock.lock();
        try {
            while (busy || !items.isEmpty()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes no more.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Memory of what waits.
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
