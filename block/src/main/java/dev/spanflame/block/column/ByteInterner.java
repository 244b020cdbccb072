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
    /// Hash of a string in the upper half and its number, counted from 1, in the lower; 0 where free.
    private long[] slots = new long[32];
    private int size;
    /// Strings that have a slot; those after them get theirs when one is looked up.
    private int indexed;
    private boolean repeats;
    /// Keeps the reads of [#touch] from being optimised away.
    @SuppressWarnings("unused")
    private long touched;

    /// Number of the string equal to `source[from, from + length)`, added if it is new. Hot path.
    public int intern(byte[] source, int from, int length) {
        return intern(source, from, length, hash(source, from, length));
    }

    /// The same for a string whose [#hash] is known. Hot path.
    public int intern(byte[] source, int from, int length, int hash) {
        if (indexed < size) {
            index();
        }
        int slot = slot(source, from, length, hash);
        if (slots[slot] != 0) {
            return (int) slots[slot] - 1;
        }
        int id = add(source, from, length);
        slots[slot] = (long) hash << 32 | size;
        indexed = size;
        if (size * 2 > slots.length) {
            grow();
        }
        return id;
    }

    /// Adds a string that is none of those that are here, which the caller must know, and returns its number: it is
    /// hashed when strings are looked up again. Hot path.
    public int addNew(byte[] source, int from, int length) {
        return add(source, from, length);
    }

    /// Number of the string equal to the slice, or -1.
    public int find(byte[] source, int from, int length) {
        if (indexed < size) {
            index();
        }
        return (int) slots[slot(source, from, length, hash(source, from, length))] - 1;
    }

    private void index() {
        while (indexed < size) {
            int from = offsets[indexed];
            int hash = hash(bytes, from, length(indexed));
            place(slots, (long) hash << 32 | ++indexed);
            if (indexed * 2 > slots.length) {
                grow();
            }
        }
    }

    /// Reads what [#intern] is going to read first for these hashes, so that the processor waits for memory once for
    /// all of them. Hot path.
    public void touch(int[] hashes, int count) {
        int mask = slots.length - 1;
        long seen = 0;
        for (int i = 0; i < count; i++) {
            seen += slots[hashes[i] & mask];
        }
        touched = seen;
    }

    /// What [#intern] and [#touch] know a string by. Hot path.
    public static int hash(byte[] source, int from, int length) {
        long hash = HASHER.hashBytesToLong(source, from, length);
        return (int) (hash ^ hash >>> 32);
    }

    /// Number of strings.
    public int size() {
        return size;
    }

    /// Bytes of heap this interner holds.
    public long memoryBytes() {
        return bytes.length + 4L * offsets.length + 8L * slots.length;
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
        }
    }

    /// Where the string is, or the free slot where it belongs.
    private int slot(byte[] source, int from, int length, int hash) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
            if ((int) (entry >>> 32) == hash && isEqual((int) entry - 1, source, from, length)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[Math.multiplyExact(old.length, 2)];
        for (long entry : old) {
            if (entry != 0) {
                place(slots, entry);
            }
        }
    }

    /// Puts an entry that is not there into the first free slot.
    private static void place(long[] slots, long entry) {
        int mask = slots.length - 1;
        int slot = (int) (entry >>> 32) & mask;
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = entry;
    }

    private boolean isEqual(int id, byte[] source, int from, int length) {
        int start = offsets[id];
        return Arrays.equals(bytes, start, offsets[id + 1], source, from, from + length);
    }
}
