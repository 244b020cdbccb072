package dev.spanflame.block.trace.store;

import java.lang.ref.SoftReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Things by their place, the one that was not used for longest first, and the bytes of all. Not thread-safe.
final class KeptTier {
    private final Map<Object, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    /// A thing that is let go when the heap has no room, what it takes, and when it was used last.
    static final class Entry {
        private final Object place;
        private final SoftReference<Object> thing;
        private final long bytes;
        private long used;

        Entry(Object place, Object thing, long bytes, long used) {
            this.place = place;
            this.thing = new SoftReference<>(thing);
            this.bytes = bytes;
            this.used = used;
        }

        Object place() {
            return place;
        }

        @Nullable
        Object thing() {
            return thing.get();
        }

        /// Heap that it takes.
        long bytes() {
            return bytes;
        }

        long used() {
            return used;
        }

        /// Notes that it is used now.
        void use(long now) {
            used = now;
        }
    }

    /// What is kept at a place, which comes last from now on; null when there is nothing, or no longer.
    @Nullable
    Entry find(Object place) {
        Entry entry = entries.get(place);
        if (entry != null && entry.thing() == null) {
            remove(entry);
            return null;
        }
        return entry;
    }

    void add(Entry entry) {
        Entry old = entries.put(entry.place, entry);
        bytes += entry.bytes - (old == null ? 0 : old.bytes);
    }

    void remove(Entry entry) {
        if (entries.remove(entry.place, entry)) {
            bytes -= entry.bytes;
        }
    }

    /// Lets go of what the heap had no room for, among those that were not used for longest.
    void dropCleared() {
        for (Entry eldest = eldest(); eldest != null && eldest.thing() == null; eldest = eldest()) {
            remove(eldest);
        }
    }

    /// What was not used for longest; null when there is nothing.
    @Nullable
    Entry eldest() {
        Iterator<Entry> all = entries.values().iterator();
        return all.hasNext() ? all.next() : null;
    }

    /// Whether there is something that was not used since `time`.
    boolean hasOlder(long time) {
        Entry eldest = eldest();
        return eldest != null && eldest.used < time;
    }

    /// Bytes of all.
    long bytes() {
        return bytes;
    }
}
