package dev.spanflame.block.trace;

import java.util.Iterator;

/// Which trace ids a block may have: denies none that it has, and takes about one in a thousand of others.
///
/// A blocked Bloom filter of 16 bits an id: an id chooses a block of 64 bytes and sets a bit in each of its eight
/// words (Putze, Sanders, Singler: Cache-, Hash- and Space-Efficient Bloom Filters, 2007). Immutable, thread-safe.
public final class TraceFilter {
    private static final int WORDS = 8;
    private static final int IDS_OF_A_BLOCK = 32;
    private static final int BITS_OF_A_PLACE = 6;

    private final long[] words;

    private TraceFilter(int ids) {
        words = new long[words(ids)];
    }

    private static int words(int ids) {
        return WORDS * (ids / IDS_OF_A_BLOCK + 1);
    }

    /// The filter of `count` ids, which come in parts.
    public static TraceFilter of(Iterator<TraceIndex> parts, int count) {
        TraceFilter filter = new TraceFilter(count);
        while (parts.hasNext()) {
            TraceIndex part = parts.next();
            for (int i = 0; i < part.count(); i++) {
                filter.add(part.highs()[i], part.lows()[i]);
            }
        }
        return filter;
    }

    private void add(long high, long low) {
        long hash = hash(high, low);
        long places = mixed(hash);
        int first = first(hash);
        for (int i = 0; i < WORDS; i++) {
            words[first + i] |= bit(places, i);
        }
    }

    /// False where no such id was put in.
    public boolean mayHold(long high, long low) {
        long hash = hash(high, low);
        long places = mixed(hash);
        int first = first(hash);
        for (int i = 0; i < WORDS; i++) {
            if ((words[first + i] & bit(places, i)) == 0) {
                return false;
            }
        }
        return true;
    }

    /// Bytes of heap of a filter of so many ids.
    public static long bytesOf(int ids) {
        return (long) Long.BYTES * words(ids);
    }

    /// The first word of a block, chosen by the upper half of the hash.
    private int first(long hash) {
        return WORDS * (int) ((hash >>> Integer.SIZE) * (words.length / WORDS) >>> Integer.SIZE);
    }

    /// The bit of the word with this number in a block.
    private static long bit(long places, int word) {
        return 1L << (places >>> BITS_OF_A_PLACE * word);
    }

    private static long hash(long high, long low) {
        return mixed(mixed(high) + low);
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
    private static long mixed(long value) {
        long mixed = value + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
