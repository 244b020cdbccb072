package dev.spanflame.block.trace.store;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.PackedColumn;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Decoded columns of row groups, and what was made of them, that stay in memory, up to a number of bytes, as long as
/// the heap has room for them. Thread-safe.
///
/// While there is room they stay as they are. Then those that were not used for longest are packed, until half of the
/// bytes are left for what is not: who reads a packed one waits for some microseconds instead of for a file. When
/// that is full too, a column that is asked for again takes the place of one that was not used since it was asked for
/// before. So one look at a large store pushes nothing out, and of a store that is looked at again and again, and does
/// not fit, as much stays as fits, where keeping what was used last would keep nothing that is asked for next (the
/// rule of LRU-2, O'Neil and others, SIGMOD 1993).
public final class KeptColumns {
    /// Places whose last use is remembered though nothing of them is kept.
    private static final int REMEMBERED = 8192;

    /// Heap that place, entry and reference of a thing take, more or less.
    static final long OVERHEAD = 256;

    /// What was not asked for during so many looks makes room for anything.
    private static final long LONG_AGO = 1 << 16;

    /// What is packed has to become so much smaller, a fifth: dictionaries do not.
    private static final int LEAST_SAVED = 5;

    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();

    /// Ready to be read. Guarded by `lock`, as all below.
    private final KeptTier ready = new KeptTier();

    private final KeptTier packed = new KeptTier();
    private final Map<Object, Long> remembered = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Long> eldest) {
            return size() > REMEMBERED;
        }
    };
    private long now;

    /// Up to `maxBytes` bytes.
    public KeptColumns(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Where a column lies: block id, table, number of the row group and of the column; what is made of columns has
    /// numbers that no column has.
    public record Place(String block, BlockTable table, int group, int column) {}

    /// What else was made of a row group of spans of a block: a thing of a type.
    public record Made(String block, int group, Class<?> type) {}

    /// The column at a place if it is at hand, else null. For one thread.
    public @Nullable ColumnData get(Place place) {
        Found found = find(place);
        if (found == null || !(found.thing instanceof PackedColumn column)) {
            return found == null ? null : (ColumnData) found.thing;
        }
        if (!mayBeReady(column.unpackedBytes(), found.usedBefore)) {
            return column.open();
        }
        ColumnData unpacked = column.unpack();
        makeReady(place, unpacked);
        return unpacked;
    }

    /// The same for somebody who reads a few rows of it: it is not unpacked for others. For one thread.
    public @Nullable ColumnData look(Place place) {
        Found found = find(place);
        if (found == null) {
            return null;
        }
        return found.thing instanceof PackedColumn column ? column.open() : (ColumnData) found.thing;
    }

    /// Whether a column is at hand; this is no use of it.
    public boolean has(Place place) {
        lock.lock();
        try {
            return ready.find(place) != null || packed.find(place) != null;
        } finally {
            lock.unlock();
        }
    }

    /// What was made if it is at hand, else null; `type` is that of `place`.
    public <T> @Nullable T get(Made place, Class<T> type) {
        Found found = find(place);
        return found == null ? null : type.cast(found.thing);
    }

    /// Keeps a column, unless others are more likely to be asked for.
    public void put(Place place, ColumnData column) {
        put(place, column, column.memoryBytes() + OVERHEAD);
    }

    /// Keeps what was made, which takes `bytes` bytes, likewise.
    public void put(Made place, Object made, long bytes) {
        put((Object) place, made, bytes + OVERHEAD);
    }

    /// Bytes of all that is kept.
    public long bytes() {
        lock.lock();
        try {
            return ready.bytes() + packed.bytes();
        } finally {
            lock.unlock();
        }
    }

    /// Something that is kept, and when it was used before.
    private record Found(Object thing, long usedBefore) {}

    private @Nullable Found find(Object place) {
        lock.lock();
        try {
            now++;
            KeptTier.Entry entry = ready.find(place);
            if (entry == null) {
                entry = packed.find(place);
            }
            Object thing = entry == null ? null : entry.thing();
            if (entry == null || thing == null) {
                return null;
            }
            Found found = new Found(thing, entry.used());
            entry.use(now);
            return found;
        } finally {
            lock.unlock();
        }
    }

    private void put(Object place, Object thing, long bytes) {
        if (bytes > maxBytes / 2) {
            return;
        }
        lock.lock();
        try {
            ready.dropCleared();
            packed.dropCleared();
            if (hasRoom(bytes)) {
                ready.add(new KeptTier.Entry(place, thing, bytes, now));
                return;
            }
            Long before = remembered.remove(place);
            boolean mayLeave = ready.bytes() > maxBytes / 2
                    || packed.hasOlder(before == null ? now - LONG_AGO : Math.max(before, now - LONG_AGO));
            long least = thing instanceof ColumnData column ? PackedColumn.estimate(column) + OVERHEAD : bytes;
            if (!mayLeave && !hasRoom(least)) {
                remembered.put(place, now);
                return;
            }
        } finally {
            lock.unlock();
        }
        addPacked(packed(place, thing, bytes, now));
    }

    private boolean hasRoom(long bytes) {
        return ready.bytes() + packed.bytes() + bytes <= maxBytes;
    }

    /// Whether a packed column had better be unpacked instead of others that are.
    private boolean mayBeReady(long bytes, long usedBefore) {
        lock.lock();
        try {
            return hasRoom(bytes) || ready.bytes() + bytes <= maxBytes / 2 || ready.hasOlder(usedBefore);
        } finally {
            lock.unlock();
        }
    }

    private void makeReady(Place place, ColumnData column) {
        long bytes = column.memoryBytes() + OVERHEAD;
        lock.lock();
        try {
            KeptTier.Entry known = packed.find(place);
            if (known == null) {
                return;
            }
            packed.remove(known);
        } finally {
            lock.unlock();
        }
        makeRoom(bytes, bytes);
        add(ready, new KeptTier.Entry(place, column, bytes, now));
    }

    private void addPacked(KeptTier.Entry entry) {
        makeRoom(entry.bytes(), 0);
        add(packed, entry);
    }

    private void add(KeptTier tier, KeptTier.Entry entry) {
        lock.lock();
        try {
            tier.add(entry);
        } finally {
            lock.unlock();
        }
    }

    /// Room for so many bytes, so many of which are of a column that is not packed.
    private void makeRoom(long bytes, long readyBytes) {
        for (KeptTier.Entry entry = leaves(bytes, readyBytes); entry != null; entry = leaves(bytes, readyBytes)) {
            Object thing = entry.thing();
            if (thing != null) {
                add(packed, packed(entry.place(), thing, entry.bytes(), entry.used()));
            }
        }
    }

    /// What has to be packed, so that there is room; null when there is. What is packed goes where half is unpacked
    /// at most.
    private KeptTier.@Nullable Entry leaves(long bytes, long readyBytes) {
        lock.lock();
        try {
            while (!hasRoom(bytes)) {
                KeptTier.Entry eldest = packed.eldest();
                if (eldest == null || ready.bytes() + readyBytes > maxBytes / 2) {
                    eldest = ready.eldest();
                    if (eldest != null) {
                        ready.remove(eldest);
                    }
                    return eldest;
                }
                packed.remove(eldest);
                remembered.put(eldest.place(), eldest.used());
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// A thing packed, as it is where packing would save less than a fifth.
    private static KeptTier.Entry packed(Object place, Object thing, long bytes, long used) {
        if (thing instanceof ColumnData column) {
            PackedColumn less = PackedColumn.of(column);
            long size = less.memoryBytes() + OVERHEAD;
            if (size <= bytes - bytes / LEAST_SAVED) {
                return new KeptTier.Entry(place, less, size, used);
            }
        }
        return new KeptTier.Entry(place, thing, bytes, used);
    }
}
