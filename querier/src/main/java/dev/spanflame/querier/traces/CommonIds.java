package dev.spanflame.querier.traces;

import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds the trace ids that several of many indexes have, in about as many steps as they have ids together.
///
/// The ids are looked at in slices, a range of ids of all indexes at a time, so that one small table of ids
/// serves millions of them. Used by one thread.
final class CommonIds {
    private static final int SLICE = 1 << 16;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final List<TraceIndex> indexes;
    private final Runnable checkStop;
    private final int most;
    private final long[] highs;
    private final long[] lows;
    // How often the id in a place of the table was met in this slice: not, once, or more often.
    private final byte[] met;
    private final List<TraceId> found = new ArrayList<>();

    private CommonIds(List<TraceIndex> indexes, int most, Runnable checkStop) {
        this.indexes = indexes;
        this.checkStop = checkStop;
        this.most = most;
        int places = Integer.highestOneBit(most) << 2;
        highs = new long[places];
        lows = new long[places];
        met = new byte[places];
    }

    /// Each id that more than one of `indexes` has, once, in no order.
    static List<TraceId> of(List<TraceIndex> indexes, Runnable checkStop) {
        int[] from = new int[indexes.size()];
        int[] to = new int[indexes.size()];
        long ids = 0;
        for (int i = 0; i < to.length; i++) {
            to[i] = indexes.get(i).count();
            ids += to[i];
        }
        // a slice that has to be cut has two ids of some index
        int most = (int) Math.max(Math.min(SLICE, ids), 2L * to.length);
        CommonIds common = new CommonIds(indexes, most, checkStop);
        common.find(from, to);
        return common.found;
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
        TraceIndex index = indexes.get(largest);
        int middle = (from[largest] + to[largest]) >>> 1;
        int[] cut = new int[from.length];
        for (int i = 0; i < cut.length; i++) {
            cut[i] = Math.min(
                    to[i],
                    SortedIds.firstNotBelow(indexes.get(i), from[i], index.highs()[middle], index.lows()[middle]));
        }
        find(from, cut);
        find(cut, to);
    }

    private void findInSlice(int[] from, int[] to) {
        Arrays.fill(met, (byte) 0);
        for (int i = 0; i < from.length; i++) {
            TraceIndex index = indexes.get(i);
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
