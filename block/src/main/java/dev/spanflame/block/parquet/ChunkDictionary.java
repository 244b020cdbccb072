package dev.spanflame.block.parquet;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.parquet.encoding.ByteBuilder;
import dev.spanflame.block.parquet.encoding.HybridEncoder;
import dev.spanflame.block.parquet.encoding.PlainNumbers;
import dev.spanflame.block.parquet.encoding.PlainTexts;
import dev.spanflame.block.parquet.table.PhysicalType;
import java.security.SecureRandom;
import java.util.Arrays;

/// The distinct values of a chunk, numbered by first appearance unless they are sorted, and the number of each value.
/// Its memory is used again for the next chunk. Not thread-safe.
final class ChunkDictionary {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long[] KEYS = {RANDOM.nextLong(), RANDOM.nextLong() | 1, RANDOM.nextLong() | 1};
    private static final int SMALLEST = 1 << 10;
    private static final int PROBE = 512;
    /// Numbers that are this near to each other are told apart by their distance to the smallest one.
    private static final int DENSE = 1 << 15;

    private final ByteBuilder plain = new ByteBuilder(1 << 16);
    private final TextOrder order = new TextOrder();
    private int[] ids = new int[1 << 16];
    private int[] numbers = new int[0];
    private int[] slots = new int[0];
    private long[] highs = new long[0];
    private long[] lows = new long[0];
    private int mask;
    private int first;
    private int size;

    /// Collects the values `[from, to)`; false, and nothing to be used, when they go
    /// beyond `limit`.
    boolean collect(PhysicalType type, ColumnValues values, int from, int to, Limit limit) {
        first = from;
        size = 0;
        plain.size(0);
        if (ids.length < to - from) {
            ids = new int[to - from];
        }
        return switch (values) {
            case ColumnValues.Longs longs ->
                mayRepeat(longs.values(), longs.values(), from, to)
                        && collectNumbers(longs.values(), longs.values(), from, to, limit)
                        && putNumbers(type);
            case ColumnValues.Wides wides ->
                mayRepeat(wides.highs(), wides.lows(), from, to)
                        && collectNumbers(wides.highs(), wides.lows(), from, to, limit)
                        && putNumbers(type);
            case ColumnValues.Texts texts -> collectTexts(texts, from, to, limit);
        };
    }

    /// How large a dictionary may become: `entries` entries with `bytes` plain bytes, lengths included.
    record Limit(int entries, int bytes) {}

    /// Puts a dictionary of texts into their order, where that is worth it: ids of one byte are in any order. To be
    /// called after [#collect] of the same values.
    void sort(int from, int to) {
        if (size <= 1 << Byte.SIZE) {
            return;
        }
        int[] sorted = order.sort(plain, size);
        for (int i = 0; i < to - from; i++) {
            ids[i] = sorted[ids[i]];
        }
    }

    /// Number of distinct values.
    int size() {
        return size;
    }

    /// The content of the dictionary page.
    ByteBuilder plain() {
        return plain;
    }

    /// An encoder of the ids: in whole bytes, or with the fewest bits.
    ValueEncoder.Ids ids(boolean padded) {
        int width = HybridEncoder.width(size - 1);
        return new ValueEncoder.Ids(ids, first, padded ? (width + 7) / 8 * 8 : width);
    }

    /// Whether it is worth to count distinct numbers: ids and times never repeat among neighbours nor far apart.
    private boolean mayRepeat(long[] high, long[] low, int from, int to) {
        int count = to - from;
        if (count < 4 * PROBE) {
            return true;
        }
        int stride = count / PROBE;
        clearSlots(SMALLEST * 4);
        for (int i = 0; i < 2 * PROBE; i++) {
            int at = i < PROBE ? from + i * stride : from + count / 2 + i - PROBE;
            int slot = hash(high[at], low[at]) & mask;
            while (slots[slot] != 0 && (slots[slot] - 1 == at || !isEqual(high, low, at, slots[slot] - 1))) {
                slot = slot + 1 & mask;
            }
            if (slots[slot] != 0) {
                return true;
            }
            slots[slot] = at + 1;
        }
        return false;
    }

    private static boolean isEqual(long[] high, long[] low, int a, int b) {
        return high[a] == high[b] && low[a] == low[b];
    }

    private boolean collectNumbers(long[] high, long[] low, int from, int to, Limit limit) {
        if (high == low && from < to) {
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            for (int i = from; i < to; i++) {
                min = Math.min(min, high[i]);
                max = Math.max(max, high[i]);
            }
            if (max - min >= 0 && max - min < DENSE) {
                clearSlots(Math.max(SMALLEST, 2 * (int) (max - min + 1)));
                return collectDense(high, from, to, min, limit);
            }
        }
        return collectSparse(high, low, from, to, limit);
    }

    /// Numbers that are near `min`, the smallest one: no hash is needed. The slots are clear. Hot path.
    private boolean collectDense(long[] values, int from, int to, long min, Limit limit) {
        for (int i = from; i < to; i++) {
            int slot = (int) (values[i] - min);
            int number = slots[slot];
            if (number == 0) {
                if (size == limit.entries) {
                    return false;
                }
                highs[size] = values[i];
                lows[size] = values[i];
                number = ++size;
                slots[slot] = number;
            }
            ids[i - from] = number - 1;
        }
        return true;
    }

    /// Hot path.
    private boolean collectSparse(long[] high, long[] low, int from, int to, Limit limit) {
        clearSlots(SMALLEST);
        for (int i = from; i < to; i++) {
            long a = high[i];
            long b = low[i];
            if (i > from && a == high[i - 1] && b == low[i - 1]) {
                ids[i - from] = ids[i - from - 1];
                continue;
            }
            int slot = hash(a, b) & mask;
            while (slots[slot] != 0 && (highs[slots[slot] - 1] != a || lows[slots[slot] - 1] != b)) {
                slot = slot + 1 & mask;
            }
            if (slots[slot] == 0) {
                if (size == limit.entries) {
                    return false;
                }
                if (size * 2 > mask) {
                    rehash();
                    slot = freeSlot(a, b);
                }
                highs[size] = a;
                lows[size] = b;
                slots[slot] = ++size;
            }
            ids[i - from] = slots[slot] - 1;
        }
        return true;
    }

    private void clearSlots(int capacity) {
        mask = capacity - 1;
        if (slots.length < capacity) {
            slots = new int[capacity];
            highs = Arrays.copyOf(highs, capacity / 2 + 1);
            lows = Arrays.copyOf(lows, capacity / 2 + 1);
        } else {
            Arrays.fill(slots, 0, capacity, 0);
        }
    }

    private void rehash() {
        clearSlots((mask + 1) * 4);
        for (int id = 0; id < size; id++) {
            slots[freeSlot(highs[id], lows[id])] = id + 1;
        }
    }

    private int freeSlot(long a, long b) {
        int slot = hash(a, b) & mask;
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /// Keyed, so that no sender can choose values that collide.
    private static int hash(long a, long b) {
        long mixed = (a ^ KEYS[0]) * KEYS[1];
        return (int) (((mixed ^ mixed >>> 32 ^ b) * KEYS[2]) >>> 32);
    }

    private boolean putNumbers(PhysicalType type) {
        if (type == PhysicalType.FIXED_16) {
            PlainNumbers.encodeIds(highs, lows, 0, size, plain);
        } else if (type == PhysicalType.FIXED_8) {
            PlainNumbers.encodeIds(highs, 0, size, plain);
        } else {
            PlainNumbers.encode(highs, 0, size, type.width(), plain);
        }
        return true;
    }

    /// Entries are numbered anew: a list shared by many row groups holds entries that this one does not have, and
    /// one that nobody has looked through may hold the same entry twice.
    private boolean collectTexts(ColumnValues.Texts texts, int from, int to, Limit limit) {
        if (!mayRepeat(texts, from, to, limit)) {
            return false;
        }
        ByteStrings entries = texts.entries();
        if (numbers.length < entries.size()) {
            numbers = new int[entries.size()];
        }
        Arrays.fill(numbers, 0, entries.size(), 0);
        boolean isDistinct = entries.isDistinct();
        clearSlots(SMALLEST);
        size = 0;
        for (int i = from; i < to; i++) {
            int entry = texts.ids()[i];
            if (numbers[entry] == 0) {
                int number = isDistinct ? size : numberOf(entries, entry);
                if (number == size && !addText(entries, texts.ids(), i, limit)) {
                    return false;
                }
                numbers[entry] = number + 1;
            }
            ids[i - from] = numbers[entry] - 1;
        }
        return true;
    }

    /// The number of an equal entry that was asked for before, else [#size], which it then has. Hot path.
    private int numberOf(ByteStrings entries, int entry) {
        byte[] bytes = entries.bytes();
        int from = entries.offset(entry);
        int length = entries.length(entry);
        int hash = ByteInterner.hash(bytes, from, length);
        int slot = hash & mask;
        for (int taken = slots[slot]; taken != 0; taken = slots[slot]) {
            long known = highs[taken - 1];
            if ((int) (known >>> 32) == hash && entries.equals((int) known, bytes, from, length)) {
                return taken - 1;
            }
            slot = slot + 1 & mask;
        }
        if (size * 2 > mask) {
            rehashTexts();
            slot = freeTextSlot(hash);
        }
        highs[size] = (long) hash << 32 | entry;
        slots[slot] = size + 1;
        return size;
    }

    private void rehashTexts() {
        clearSlots((mask + 1) * 4);
        for (int id = 0; id < size; id++) {
            slots[freeTextSlot((int) (highs[id] >>> 32))] = id + 1;
        }
    }

    private int freeTextSlot(int hash) {
        int slot = hash & mask;
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /// The same as for numbers; texts that were read without a dictionary seldom get one. Large ones that differ
    /// are too large for a dictionary after a few.
    private boolean mayRepeat(ColumnValues.Texts texts, int from, int to, Limit limit) {
        int count = to - from;
        if (count < 4 * PROBE) {
            return true;
        }
        int stride = count / PROBE;
        ByteStrings entries = texts.entries();
        clearSlots(SMALLEST * 4);
        size = 0;
        long bytes = 0;
        for (int i = 0; i < 2 * PROBE && bytes <= limit.bytes; i++) {
            int at = i < PROBE ? from + i * stride : from + count / 2 + i - PROBE;
            int entry = texts.ids()[at];
            boolean probedBefore = i >= PROBE && (at - from) % stride == 0 && (at - from) / stride < PROBE;
            if (!probedBefore) {
                if (numberOf(entries, entry) < size) {
                    return true;
                }
                size++;
            }
            bytes += entries.length(entry);
        }
        return false;
    }

    private boolean addText(ByteStrings entries, int[] entryOf, int value, Limit limit) {
        if (size == limit.entries || plain.size() + 4L + entries.length(entryOf[value]) > limit.bytes) {
            return false;
        }
        PlainTexts.encode(entries, entryOf, value, value + 1, plain);
        size++;
        return true;
    }
}
