package dev.spanflame.block.trace.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Indexes of the blocks used last, up to a number of bytes. Thread-safe.
final class IndexCache {
    /// How much more memory an index takes than its object has bytes, roughly.
    private static final int GROWTH = 3;

    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock();

    /// Least recently used first; guarded by `lock`.
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /// Guarded by `lock`.
    private long bytes;

    IndexCache(long capacity) {
        this.capacity = capacity;
    }

    private record Entry(BlockIndex index, long bytes) {}

    @Nullable
    BlockIndex get(String block) {
        lock.lock();
        try {
            Entry entry = entries.get(block);
            return entry == null ? null : entry.index;
        } finally {
            lock.unlock();
        }
    }

    /// Keeps an index whose object has `size` bytes.
    void put(String block, BlockIndex index, long size) {
        lock.lock();
        try {
            Entry old = entries.put(block, new Entry(index, size * GROWTH));
            bytes += size * GROWTH - (old == null ? 0 : old.bytes);
            while (bytes > capacity && !entries.isEmpty()) {
                String eldest = entries.keySet().iterator().next();
                Entry removed = entries.remove(eldest);
                bytes -= removed == null ? 0 : removed.bytes;
            }
        } finally {
            lock.unlock();
        }
    }
}
