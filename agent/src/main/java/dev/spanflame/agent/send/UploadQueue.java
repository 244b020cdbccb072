package dev.spanflame.agent.send;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Requests between the thread that makes them and the thread that sends them, bounded by bytes and
/// number: the oldest makes room. Safe for any thread.
final class UploadQueue {
    private final long maxBytes;
    private final int maxCount;
    private final Consumer<Upload> displaced;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Guarded by `lock`, as is all below.
    private final Deque<Upload> waiting = new ArrayDeque<>();

    private long bytes;
    private boolean closed;

    /// `displaced` is told of each that makes room, outside of the lock.
    UploadQueue(long maxBytes, int maxCount, Consumer<Upload> displaced) {
        this.maxBytes = maxBytes;
        this.maxCount = maxCount;
        this.displaced = displaced;
    }

    void add(Upload upload) {
        Deque<Upload> lost = new ArrayDeque<>();
        lock.lock();
        try {
            waiting.addLast(upload);
            bytes += upload.body().length;
            while (bytes > maxBytes || waiting.size() > maxCount) {
                Upload oldest = waiting.removeFirst();
                bytes -= oldest.body().length;
                lost.add(oldest);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
        lost.forEach(displaced);
    }

    /// The oldest, waited for; empty when the time is over, or at once when the queue is closed and
    /// nothing is left.
    Optional<Upload> take(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (waiting.isEmpty()) {
                if (closed || left <= 0) {
                    return Optional.empty();
                }
                left = changed.awaitNanos(left);
            }
            Upload first = waiting.removeFirst();
            bytes -= first.body().length;
            return Optional.of(first);
        } finally {
            lock.unlock();
        }
    }

    /// No more is added; what waits can still be taken.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether it was closed and is empty.
    boolean isFinished() {
        lock.lock();
        try {
            return closed && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// Bytes that wait.
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
