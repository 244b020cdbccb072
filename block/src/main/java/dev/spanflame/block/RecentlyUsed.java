package dev.spanflame.block;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Things that were made at some cost and may be asked for again: those used last, up to a number of bytes.
///
/// What was thrown out stays usable by those who hold it. Thread-safe; values must be safe to share.
public final class RecentlyUsed<K, V> {
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();

    /// Least recently used first; guarded by `lock`.
    private final Map<K, Entry<V>> entries = new LinkedHashMap<>(64, 0.75f, true);

    /// Guarded by `lock`.
    private long bytes;

    /// An empty store for up to `maxBytes` bytes.
    public RecentlyUsed(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    private record Entry<V>(V value, long bytes) {}

    /// What is kept under `key`, or null.
    public @Nullable V get(K key) {
        lock.lock();
        try {
            Entry<V> entry = entries.get(key);
            return entry == null ? null : entry.value;
        } finally {
            lock.unlock();
        }
    }

    /// Keeps `value`, which takes `size` bytes, in place of what was kept under `key`; not if it alone is too large.
    public void put(K key, V value, long size) {
        if (size > maxBytes) {
            return;
        }
        lock.lock();
        try {
            Entry<V> old = entries.put(key, new Entry<>(value, size));
            bytes += size - (old == null ? 0 : old.bytes);
            Iterator<Entry<V>> eldest = entries.values().iterator();
            while (bytes > maxBytes) {
                bytes -= eldest.next().bytes;
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The most bytes that are kept.
    public long maxBytes() {
        return maxBytes;
    }

    /// Bytes of all that is kept.
    public long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
