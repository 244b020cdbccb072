package dev.spanflame.querier.traces;

import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayList;
import java.util.List;

/// Walks over sorted trace ids. Hot path: an index of a block may have a hundred thousand of them.
final class SortedIds {
    private SortedIds() {}

    /// Ids that are in both indexes, ascending. Costs about as many steps as the smaller one has ids.
    static List<TraceId> common(TraceIndex a, TraceIndex b) {
        TraceIndex few = a.count() <= b.count() ? a : b;
        TraceIndex many = few == a ? b : a;
        List<TraceId> found = List.of();
        int at = 0;
        for (int i = 0; i < few.count() && at < many.count(); i++) {
            long high = few.highs()[i];
            long low = few.lows()[i];
            at = firstNotBelow(many, at, high, low);
            if (at < many.count() && many.highs()[at] == high && many.lows()[at] == low) {
                if (found.isEmpty()) {
                    found = new ArrayList<>();
                }
                found.add(new TraceId(high, low));
                at++;
            }
        }
        return found;
    }

    /// Position of the first id at or behind `from` that is not below the given one; the number of ids if all are.
    static int firstNotBelow(TraceIndex ids, int from, long high, long low) {
        int step = 1;
        int below = from - 1;
        int probe = from;
        while (probe < ids.count() && TraceId.compare(ids.highs()[probe], ids.lows()[probe], high, low) < 0) {
            below = probe;
            probe += step;
            step <<= 1;
        }
        int to = Math.min(probe, ids.count());
        while (to - below > 1) {
            int middle = (below + to) >>> 1;
            if (TraceId.compare(ids.highs()[middle], ids.lows()[middle], high, low) < 0) {
                below = middle;
            } else {
                to = middle;
            }
        }
        return to;
    }
}
