package dev.spanflame.block.profile.store;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps decoded tables of the blocks used last, within a bound of bytes. Thread-safe.
///
/// What was thrown out stays usable by the queries that hold it.
final class BlockCache {
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private static final class Entry {
        final BlockTables tables;
        long bytes;

        Entry(BlockTables tables, long bytes) {
            this.tables = tables;
            this.bytes = bytes;
        }
    }

    BlockCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// The tables of a block.
    BlockTables get(BlockSource source) throws IOException {
        String key = source.meta().folder();
        lock.lock();
        try {
            Entry entry = entries.get(key);
            if (entry != null) {
                return entry.tables;
            }
        } finally {
            lock.unlock();
        }
        BlockIndex index = BlockIndexFormat.parse(source.meta().key(ProfileTables.INDEX), source.index());
        BlockTables tables = new BlockTables(index, more -> charge(key, more));
        lock.lock();
        try {
            Entry earlier = entries.get(key);
            if (earlier != null) {
                return earlier.tables;
            }
            entries.put(key, new Entry(tables, 0));
        } finally {
            lock.unlock();
        }
        charge(key, tables.baseBytes());
        return tables;
    }

    /// Notes that a block's tables took more heap, and throws out what was not used for longest.
    private void charge(String key, long more) {
        lock.lock();
        try {
            Entry entry = entries.get(key);
            if (entry == null) {
                return;
            }
            entry.bytes += more;
            bytes += more;
            Iterator<Entry> eldest = entries.values().iterator();
            while (bytes > maxBytes && eldest.hasNext()) {
                bytes -= eldest.next().bytes;
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Bytes of heap held.
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
