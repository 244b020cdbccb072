package dev.spanflame.block.column;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.security.SecureRandom;
import java.util.Arrays;

/// Numbers byte strings by their first appearance. Not thread-safe; [#strings] may be read by others.
///
/// The hash is keyed at random for each process, so that no sender can choose strings that collide.
public final class ByteInterner {
    private static final Hasher64 HASHER = Hashing.wyhashFinal4(new SecureRandom().nextLong());
    private static final int SPARE = 16;

    private byte[] bytes = new byte[256];
    private int[] offsets = new int[17];
    private int[] hashes = new int[16];
    private int[] slots = new int[32];
    private int size;
    private boolean repeats;

    /// Number of the string equal to `source[from, from + length)`, added if it is new. Hot path.
    public int intern(byte[] source, int from, int length) {
        int hash = hash(source, from, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (hashes[id] == hash && isEqual(id, source, from, length)) {
                return id;
            }
            slot = slot + 1 & mask;
        }
        int id = add(source, from, length);
        if (size * 2 > slots.length) {
            rehash();
        } else {
            slots[slot] = id + 1;
        }
        hashes[id] = hash;
        return id;
    }

    /// Number of the string equal to the slice, or -1.
    public int find(byte[] source, int from, int length) {
        int hash = hash(source, from, length);
        int mask = slots.length - 1;
        for (int slot = hash & mask; slots[slot] != 0; slot = slot + 1 & mask) {
            int id = slots[slot] - 1;
            if (hashes[id] == hash && isEqual(id, source, from, length)) {
                return id;
            }
        }
        return -1;
    }

    /// Number of strings.
    public int size() {
        return size;
    }

    /// Bytes of heap this interner holds.
    public long memoryBytes() {
        return bytes.length + 4L * (offsets.length + hashes.length + slots.length);
    }

    /// The strings so far, a view that later additions do not change.
    public ByteStrings strings() {
        return new ByteStrings(bytes, offsets, size, !repeats);
    }

    /// Length of a string.
    public int length(int id) {
        return offsets[id + 1] - offsets[id];
    }

    /// Adds an entry without looking whether it is there already; for lists that are no dictionaries.
    int append(byte[] source, int from, int length) {
        repeats = true;
        return add(source, from, length);
    }

    private int add(byte[] source, int from, int length) {
        ensure(length);
        System.arraycopy(source, from, bytes, offsets[size], length);
        offsets[size + 1] = offsets[size] + length;
        return size++;
    }

    private void ensure(int length) {
        long needed = (long) offsets[size] + length + SPARE;
        if (needed > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("a dictionary cannot hold more than 2 GiB of text");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(
                    bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, bytes.length * 3L / 2)));
        }
        if (size + 2 > offsets.length) {
            offsets = Arrays.copyOf(offsets, size * 2 + 1);
            hashes = Arrays.copyOf(hashes, size * 2);
        }
    }

    private void rehash() {
        slots = new int[slots.length * 4];
        int mask = slots.length - 1;
        for (int id = 0; id < size; id++) {
            int hash = id == size - 1 ? hash(bytes, offsets[id], length(id)) : hashes[id];
            int slot = hash & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = id + 1;
        }
    }

    private boolean isEqual(int id, byte[] source, int from, int length) {
        int start = offsets[id];
        return Arrays.equals(bytes, start, offsets[id + 1], source, from, from + length);
    }

    private static int hash(byte[] source, int from, int length) {
        long hash = HASHER.hashBytesToLong(source, from, length);
        return (int) (hash ^ hash >>> 32);
    }
}
