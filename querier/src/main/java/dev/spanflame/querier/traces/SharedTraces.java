package dev.spanflame.querier.traces;

import dev.spanflame.block.RecentlyUsed;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Finds the traces that lie in several holders, and remembers what it found in sets of blocks: they do not change.
/// Thread-safe.
final class SharedTraces {
    private static final long MAX_BYTES = 64L << 20;
    private static final long SET_BYTES = 128;
    private static final long BLOCK_BYTES = 80;
    private static final long ID_BYTES = 40;

    // By the ids of the blocks, in order.
    private final RecentlyUsed<List<String>, List<TraceId>> known = new RecentlyUsed<>(MAX_BYTES);

    /// Ids of the traces that lie in more than one of `holders`. Throws what `checkStop` throws, which is called often.
    SortedSet<TraceId> among(List<SpanHolder> holders, Runnable checkStop) {
        List<SpanHolder> blocks = new ArrayList<>();
        List<SpanHolder> live = new ArrayList<>();
        for (SpanHolder holder : holders) {
            (holder.blockId() == null ? live : blocks).add(holder);
        }
        SortedSet<TraceId> found = new TreeSet<>(amongBlocks(blocks, checkStop));
        for (int i = 0; i < live.size(); i++) {
            checkStop.run();
            TraceIndex traces = live.get(i).traces();
            for (int j = i + 1; j < live.size(); j++) {
                found.addAll(SortedIds.common(traces, live.get(j).traces()));
            }
            for (SpanHolder block : blocks) {
                found.addAll(SortedIds.common(traces, block.traces()));
            }
        }
        return found;
    }

    private List<TraceId> amongBlocks(List<SpanHolder> blocks, Runnable checkStop) {
        if (blocks.size() < 2) {
            return List.of();
        }
        List<String> key = blocks.stream()
                .map(block -> String.valueOf(block.blockId()))
                .sorted()
                .toList();
        List<TraceId> ids = known.get(key);
        if (ids == null) {
            ids = CommonIds.of(blocks.stream().map(SpanHolder::traces).toList(), checkStop);
            known.put(key, ids, SET_BYTES + BLOCK_BYTES * key.size() + ID_BYTES * ids.size());
        }
        return ids;
    }
}
