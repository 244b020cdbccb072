package dev.spanflame.profiler;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Recordings on their way from the recording thread to the sending thread, bounded by bytes: the oldest makes room.
final class UploadQueue {
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Guarded by `lock`, as is all below.
    private final Deque<Upload> waiting = new ArrayDeque<>();

    private long bytes;
    private boolean closed;

    UploadQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Adds one and returns how many were lost for it: older ones, or itself when it alone is too large.
    int add(Upload upload) {
        lock.lock();
        try {
            if (upload.gzippedJfr().length > maxBytes) {
                return 1;
            }
            int lost = 0;
            while (bytes + upload.gzippedJfr().length > maxBytes) {
                bytes -= waiting.removeFirst().gzippedJfr().length;
                lost++;
            }
            waiting.addLast(upload);
            bytes += upload.gzippedJfr().length;
            changed.signal();
            return lost;
        } finally {
            lock.unlock();
        }
    }

    /// The oldest, waited for; empty when the queue is closed and nothing is left.
    Optional<Upload> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) {
                if (closed) {
                    return Optional.empty();
                }
                changed.await();
            }
            Upload first = waiting.removeFirst();
            bytes -= first.gzippedJfr().length;
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

    /// Empties it and returns how many were in it.
    int clear() {
        lock.lock();
        try {
            int count = waiting.size();
            waiting.clear();
            bytes = 0;
            return count;
        } finally {
            lock.unlock();
        }
    }
}
