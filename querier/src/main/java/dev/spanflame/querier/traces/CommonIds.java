package dev.spanflame.querier.traces;

import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/// Finds the trace ids that several of many indexes have, in about as many steps as they have ids together.
///
/// The ids are looked at in slices, a range of ids of all indexes at a time, so that one small table of ids
/// serves millions of them. Used by one thread.
final class CommonIds {
    private static final int SLICE = 1 << 16;
    private static final TraceIndex NONE = new TraceIndex(new long[0], new long[0], new int[1], 0);
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final List<Iterator<TraceIndex>> parts;
    private final TraceIndex[] indexes;
    private final Runnable checkStop;
    private final int most;
    private final long[] highs;
    private final long[] lows;
    // How often the id in a place of the table was met in this slice: not, once, or more often.
    private final byte[] met;
    private final List<TraceId> found = new ArrayList<>();

    private CommonIds(List<Iterator<TraceIndex>> parts, int most, Runnable checkStop) {
        this.parts = parts;
        this.indexes = new TraceIndex[parts.size()];
        Arrays.fill(indexes, NONE);
        this.checkStop = checkStop;
        this.most = most;
        int places = Integer.highestOneBit(most) << 2;
        highs = new long[places];
        lows = new long[places];
        met = new byte[places];
    }

    /// Each id that more than one of several sets has, once, in no order. Sets come in parts, ascending; together they
    /// have `ids` ids. One part of each is in memory at a time.
    static List<TraceId> of(List<Iterator<TraceIndex>> parts, long ids, Runnable checkStop) {
        // a slice that has to be cut has two ids of some index
        int most = (int) Math.max(Math.min(SLICE, ids), 2L * parts.size());
        CommonIds common = new CommonIds(parts, most, checkStop);
        common.find();
        return common.found;
    }

    /// Looks at all ids up to the first end of a part, and so on from there.
    private void find() {
        int[] from = new int[indexes.length];
        int[] to = new int[indexes.length];
        while (fetch(from)) {
            TraceIndex first = firstToEnd();
            int last = first.count() - 1;
            for (int i = 0; i < to.length; i++) {
                to[i] = behind(indexes[i], from[i], first.highs()[last], first.lows()[last]);
            }
            find(from, to);
            System.arraycopy(to, 0, from, 0, to.length);
        }
    }

    /// Takes the next part of each that is at its end; false when all are.
    private boolean fetch(int[] from) {
        boolean some = false;
        for (int i = 0; i < indexes.length; i++) {
            while (from[i] == indexes[i].count() && parts.get(i).hasNext()) {
                indexes[i] = parts.get(i).next();
                from[i] = 0;
            }
            if (from[i] == indexes[i].count()) {
                indexes[i] = NONE;
                from[i] = 0;
            }
            some |= indexes[i] != NONE;
        }
        return some;
    }

    /// The part whose last id is the lowest.
    private TraceIndex firstToEnd() {
        TraceIndex first = NONE;
        for (TraceIndex index : indexes) {
            if (index != NONE && (first == NONE || compareEnds(index, first) < 0)) {
                first = index;
            }
        }
        return first;
    }

    private static int compareEnds(TraceIndex a, TraceIndex b) {
        return TraceId.compare(
                a.highs()[a.count() - 1], a.lows()[a.count() - 1], b.highs()[b.count() - 1], b.lows()[b.count() - 1]);
    }

    /// Position behind the last id that is not above the given one.
    private static int behind(TraceIndex index, int from, long high, long low) {
        int at = SortedIds.firstNotBelow(index, from, high, low);
        return at < index.count() && index.highs()[at] == high && index.lows()[at] == low ? at + 1 : at;
    }

    /// Looks at the ids `[from[i], to[i])` of each index, which are all those of some range.
    private void find(int[] from, int[] to) {
        long ids = 0;
        int largest = 0;
        for (int i = 0; i < from.length; i++) {
            ids += to[i] - from[i];
            largest = to[i] - from[i] > to[largest] - from[largest] ? i : largest;
        }
        if (ids <= most) {
            checkStop.run();
            findInSlice(from, to);
            return;
        }
        TraceIndex index = indexes[largest];
        int middle = (from[largest] + to[largest]) >>> 1;
        int[] cut = new int[from.length];
        for (int i = 0; i < cut.length; i++) {
            cut[i] = Math.min(
                    to[i], SortedIds.firstNotBelow(indexes[i], from[i], index.highs()[middle], index.lows()[middle]));
        }
        find(from, cut);
        find(cut, to);
    }

    private void findInSlice(int[] from, int[] to) {
        Arrays.fill(met, (byte) 0);
        for (int i = 0; i < from.length; i++) {
            TraceIndex index = indexes[i];
            for (int at = from[i]; at < to[i]; at++) {
                meet(index.highs()[at], index.lows()[at]);
            }
        }
    }

    private void meet(long high, long low) {
        int mask = met.length - 1;
        int place = (int) (((high * MIX ^ low) * MIX) >>> 32) & mask;
        while (met[place] != 0 && (highs[place] != high || lows[place] != low)) {
            place = (place + 1) & mask;
        }
        if (met[place] == 1) {
            found.add(new TraceId(high, low));
        }
        if (met[place] < 2) {
            met[place]++;
        }
        highs[place] = high;
        lows[place] = low;
    }
}
