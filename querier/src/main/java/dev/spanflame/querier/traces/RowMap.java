package dev.spanflame.querier.traces;

import dev.spanflame.traceql.fetch.RowSet;
import java.util.Arrays;

/// Rows that are left when ranges of rows are hidden, numbered anew without gaps.
///
/// ```
/// base   0 1 2 3 4 5 6 7
/// kept   k k - - k k k -
/// view   0 1     2 3 4
/// ```
/// Used by one thread: it remembers where it looked last.
final class RowMap {
    private final int baseSize;
    private int[] bases = new int[4];
    private int[] views = new int[4];
    private int count;
    private int viewSize;
    private int last;

    /// A map over `baseSize` rows, all of them hidden as yet.
    RowMap(int baseSize) {
        this.baseSize = baseSize;
    }

    /// Keeps the rows `[from, to)`, which lie behind all rows kept before.
    void keep(int from, int to) {
        if (from >= to) {
            return;
        }
        if (count + 2 > bases.length) {
            bases = Arrays.copyOf(bases, 2 * count + 2);
            views = Arrays.copyOf(views, 2 * count + 2);
        }
        bases[count] = from;
        views[count++] = viewSize;
        viewSize += to - from;
        views[count] = viewSize;
    }

    /// Number of rows left.
    int size() {
        return viewSize;
    }

    /// Number of a row before anything was hidden; for [#size] the end of the last row. Hot path.
    int toBase(int row) {
        int segment = last;
        if (count == 0) {
            return 0;
        }
        if (row < views[segment] || row >= views[segment + 1]) {
            int found = Arrays.binarySearch(views, 0, count, row);
            segment = found >= 0 ? found : -2 - found;
            last = segment;
        }
        return bases[segment] + row - views[segment];
    }

    /// New number of a row that is left. Hot path.
    int toView(int baseRow) {
        int found = Arrays.binarySearch(bases, 0, count, baseRow);
        int segment = found >= 0 ? found : -2 - found;
        return views[segment] + baseRow - bases[segment];
    }

    /// Number of ranges of rows that are left.
    int segments() {
        return count;
    }

    /// First row of a range, before anything was hidden.
    int segmentStart(int segment) {
        return bases[segment];
    }

    /// End of a range, before anything was hidden.
    int segmentEnd(int segment) {
        return bases[segment] + views[segment + 1] - views[segment];
    }

    /// The same rows by their numbers before anything was hidden.
    RowSet toBase(RowSet rows) {
        RowSet base = new RowSet(baseSize);
        for (int i = 0; i < count; i++) {
            copy(rows.words(), views[i], base.words(), bases[i], views[i + 1] - views[i]);
        }
        return base;
    }

    /// Adds to `out` those members of `base` that are left.
    void addTo(RowSet out, RowSet base) {
        for (int i = 0; i < count; i++) {
            copy(base.words(), bases[i], out.words(), views[i], views[i + 1] - views[i]);
        }
    }

    /// Sets bits of `to` that are set in `from`, 64 at a time.
    private static void copy(long[] from, int fromBit, long[] to, int toBit, int length) {
        for (int done = 0; done < length; done += 64) {
            long bits = read(from, fromBit + done);
            int left = length - done;
            if (left < 64) {
                bits &= (1L << left) - 1;
            }
            int at = toBit + done;
            to[at >>> 6] |= bits << at;
            long spilled = (at & 63) == 0 ? 0 : bits >>> -at;
            if (spilled != 0) {
                to[(at >>> 6) + 1] |= spilled;
            }
        }
    }

    private static long read(long[] words, int bit) {
        int word = bit >>> 6;
        long bits = words[word] >>> bit;
        if ((bit & 63) != 0 && word + 1 < words.length) {
            bits |= words[word + 1] << -bit;
        }
        return bits;
    }
}
