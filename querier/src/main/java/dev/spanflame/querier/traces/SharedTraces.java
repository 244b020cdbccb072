package dev.spanflame.querier.traces;

import dev.spanflame.block.RecentlyUsed;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.TraceId;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Finds the traces that lie in several holders, and remembers what it found for each pair of blocks: they do not
/// change, so a new block costs one comparison with each block near it in time. Thread-safe.
final class SharedTraces {
    private static final long MAX_BYTES = 64L << 20;
    private static final long PAIR_BYTES = 128;
    private static final long ID_BYTES = 40;

    private final RecentlyUsed<Pair, List<TraceId>> known = new RecentlyUsed<>(MAX_BYTES);

    /// Two blocks, by their ids.
    private record Pair(String a, String b) {}

    /// Ids of traces that lie in more than one of `holders`, of which two lie no more than `slackNanos` apart.
    SortedSet<TraceId> among(List<SpanHolder> holders, long slackNanos, Runnable checkStop) {
        SortedSet<TraceId> found = new TreeSet<>();
        for (int i = 0; i < holders.size(); i++) {
            checkStop.run();
            SpanHolder a = holders.get(i);
            TimeRange near = a.range().widen(slackNanos);
            for (int j = i + 1; j < holders.size(); j++) {
                SpanHolder b = holders.get(j);
                if (near.overlaps(b.range())) {
                    found.addAll(common(a, b));
                }
            }
        }
        return found;
    }

    private List<TraceId> common(SpanHolder a, SpanHolder b) {
        String idA = a.blockId();
        String idB = b.blockId();
        if (idA == null || idB == null) {
            return SortedIds.common(a.traces(), b.traces());
        }
        Pair pair = new Pair(idA, idB);
        List<TraceId> ids = known.get(pair);
        if (ids == null) {
            ids = SortedIds.common(a.traces(), b.traces());
            known.put(pair, ids, size(ids));
        }
        return ids;
    }

    private static long size(List<TraceId> ids) {
        return PAIR_BYTES + ID_BYTES * ids.size();
    }
}
