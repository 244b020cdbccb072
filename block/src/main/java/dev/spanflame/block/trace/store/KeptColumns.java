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

    /// So many times smaller a column is packed, of those that searches ask for.
    private static final int USUALLY_SMALLER = 4;

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
        makeRoom();
        return unpacked;
    }

    /// What was made if it is at hand, else null; `type` is that of `place`.
    public <T> @Nullable T get(Made place, Class<T> type) {
        Found found = find(place);
        return found == null ? null : type.cast(found.thing);
    }

    /// Keeps a column, unless others are more likely to be asked for.
    public void put(Place place, ColumnData column) {
        put(place, column, column.memoryBytes());
    }

    /// Keeps what was made, which takes `bytes` bytes, likewise.
    public void put(Made place, Object made, long bytes) {
        put((Object) place, made, bytes);
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
            if (hasRoom(bytes)) {
                ready.add(new KeptTier.Entry(place, thing, bytes, now));
                return;
            }
            Long before = remembered.remove(place);
            boolean mayLeave = ready.bytes() > maxBytes / 2 || before != null && packed.hasOlder(before);
            if (!mayLeave && !hasRoom(bytes / USUALLY_SMALLER)) {
                remembered.put(place, now);
                return;
            }
        } finally {
            lock.unlock();
        }
        pack(place, thing, bytes, now);
        makeRoom();
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
        lock.lock();
        try {
            KeptTier.Entry known = packed.find(place);
            if (known != null) {
                packed.remove(known);
                ready.add(new KeptTier.Entry(place, column, column.memoryBytes(), now));
            }
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom() {
        for (KeptTier.Entry entry = leaves(); entry != null; entry = leaves()) {
            Object thing = entry.thing();
            if (thing != null) {
                pack(entry.place(), thing, entry.bytes(), entry.used());
            }
        }
    }

    /// What has to be packed, so that there is room; null when there is. What is packed goes where half is unpacked
    /// at most.
    private KeptTier.@Nullable Entry leaves() {
        lock.lock();
        try {
            while (!hasRoom(0)) {
                KeptTier.Entry eldest = packed.eldest();
                if (eldest == null || ready.bytes() > maxBytes / 2) {
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

    private void pack(Object place, Object thing, long bytes, long used) {
        KeptTier.Entry entry;
        if (thing instanceof ColumnData column) {
            PackedColumn less = PackedColumn.of(column);
            entry = new KeptTier.Entry(place, less, less.memoryBytes(), used);
        } else {
            entry = new KeptTier.Entry(place, thing, bytes, used);
        }
        lock.lock();
        try {
            packed.add(entry);
        } finally {
            lock.unlock();
        }
    }
}
