package dev.spanflame.querier.traces;

import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.TraceId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Finds the traces that lie in several holders, and remembers what it found for each pair of blocks: they do not
/// change, so a new block costs one comparison with each block near it in time. Thread-safe.
final class SharedTraces {
    private static final long MAX_BYTES = 64L << 20;
    private static final long PAIR_BYTES = 128;
    private static final long ID_BYTES = 40;

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Pair, List<TraceId>> known = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

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
        List<TraceId> ids = get(pair);
        if (ids == null) {
            ids = SortedIds.common(a.traces(), b.traces());
            put(pair, ids);
        }
        return ids;
    }

    private @Nullable List<TraceId> get(Pair pair) {
        lock.lock();
        try {
            return known.get(pair);
        } finally {
            lock.unlock();
        }
    }

    private void put(Pair pair, List<TraceId> ids) {
        lock.lock();
        try {
            if (known.put(pair, ids) == null) {
                bytes += size(ids);
            }
            Iterator<Map.Entry<Pair, List<TraceId>>> oldest = known.entrySet().iterator();
            while (bytes > MAX_BYTES && oldest.hasNext()) {
                bytes -= size(oldest.next().getValue());
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    private static long size(List<TraceId> ids) {
        return PAIR_BYTES + ID_BYTES * ids.size();
    }
}
