package dev.spanflame.generator.label;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds values by the bytes of a [KeyBuffer], without allocation. Open addressing, at most half
/// full. Not thread-safe.
public final class KeyMap<V> {
    private byte[] @Nullable [] keys = new byte[64][];
    private @Nullable Object[] values = new @Nullable Object[64];
    private long[] hashes = new long[64];
    private int size;

    /// An empty map.
    public KeyMap() {}

    /// Number of values.
    public int size() {
        return size;
    }

    /// The value of this key, null when there is none. Hot path.
    @SuppressWarnings("unchecked")
    public @Nullable V get(KeyBuffer key) {
        long hash = key.hash();
        int mask = keys.length - 1;
        int slot = (int) hash & mask;
        while (true) {
            byte @Nullable [] there = keys[slot];
            if (there == null) {
                return null;
            }
            if (hashes[slot] == hash && key.isSame(there)) {
                return (V) values[slot];
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Adds a value under a key that has none.
    public void put(KeyBuffer key, V value) {
        if (2 * (size + 1) > keys.length) {
            rebuild(keys.length * 2, _ -> true);
        }
        place(key.toByteArray(), key.hash(), value);
    }

    /// Calls `consumer` for every value.
    @SuppressWarnings("unchecked")
    public void forEach(Consumer<V> consumer) {
        for (@Nullable Object value : values) {
            if (value != null) {
                consumer.accept((V) value);
            }
        }
    }

    /// Removes the values for which `stale` says so.
    @SuppressWarnings("unchecked")
    public void removeIf(Predicate<V> stale) {
        rebuild(keys.length, value -> !stale.test((V) value));
    }

    private void rebuild(int capacity, Predicate<Object> keep) {
        byte[] @Nullable [] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        long[] oldHashes = hashes;
        keys = new byte[capacity][];
        values = new @Nullable Object[capacity];
        hashes = new long[capacity];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            byte @Nullable [] key = oldKeys[i];
            @Nullable Object value = oldValues[i];
            if (key != null && value != null && keep.test(value)) {
                place(key, oldHashes[i], value);
            }
        }
    }

    private void place(byte[] key, long hash, Object value) {
        int mask = keys.length - 1;
        int slot = (int) hash & mask;
        while (keys[slot] != null) {
            slot = (slot + 1) & mask;
        }
        keys[slot] = key;
        values[slot] = value;
        hashes[slot] = hash;
        size++;
    }
}
