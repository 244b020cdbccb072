package dev.spanflame.querier.traces;

import dev.spanflame.block.RecentlyUsed;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.TraceFilter;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.TracePlace;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Finds the traces that lie in several holders.
///
/// It remembers what it found in sets of blocks, which do not change. A set that differs from one of the last by few
/// blocks is not looked through again: only the ids of those blocks are, and what was found before. Thread-safe.
final class SharedTraces {
    private static final long MAX_BYTES = 64L << 20;
    private static final long SET_BYTES = 128;
    private static final long BLOCK_BYTES = 80;
    private static final long ID_BYTES = 40;
    /// Sets of blocks that others are compared with.
    private static final int RECENT = 8;
    /// How often an id can be looked up in a filter in the time that reading one takes, with caution.
    private static final int LOOKUPS = 4;

    // By the ids of the blocks, in order.
    private final RecentlyUsed<List<String>, List<TraceId>> known = new RecentlyUsed<>(MAX_BYTES);
    private final ReentrantLock lock = new ReentrantLock();
    // The newest first; guarded by lock.
    private final Deque<List<String>> recent = new ArrayDeque<>();

    /// Ids of the traces that lie in more than one of `holders`. Throws what `checkStop` throws, which is called often.
    SortedSet<TraceId> among(List<SpanHolder> holders, Runnable checkStop) {
        List<TraceBlock> blocks = new ArrayList<>();
        List<TraceIndex> live = new ArrayList<>();
        for (SpanHolder holder : holders) {
            switch (holder) {
                case SpanHolder.OfBlock(TraceBlock block) -> blocks.add(block);
                case SpanHolder.OfRun run -> live.add(run.run().traces());
            }
        }
        SortedSet<TraceId> found = new TreeSet<>(amongBlocks(blocks, checkStop));
        for (int i = 0; i < live.size(); i++) {
            checkStop.run();
            for (int j = i + 1; j < live.size(); j++) {
                found.addAll(SortedIds.common(live.get(i), live.get(j)));
            }
            for (TraceBlock block : blocks) {
                List<TraceId> candidates = new ArrayList<>();
                select(live.get(i), List.of(block.filter()), candidates::add);
                block.findAll(candidates).forEach(place -> found.add(place.id()));
            }
        }
        return found;
    }

    private List<TraceId> amongBlocks(List<TraceBlock> blocks, Runnable checkStop) {
        if (blocks.size() < 2) {
            return List.of();
        }
        List<String> key = blocks.stream().map(SharedTraces::id).sorted().toList();
        List<TraceId> ids = known.get(key);
        if (ids == null) {
            ids = find(blocks, checkStop);
            known.put(key, ids, SET_BYTES + BLOCK_BYTES * key.size() + ID_BYTES * ids.size());
            remember(key);
        }
        return ids;
    }

    private void remember(List<String> key) {
        lock.lock();
        try {
            recent.addFirst(key);
            if (recent.size() > RECENT) {
                recent.removeLast();
            }
        } finally {
            lock.unlock();
        }
    }

    private List<TraceId> find(List<TraceBlock> blocks, Runnable checkStop) {
        List<TraceBlock> others = blocks;
        List<TraceId> before = List.of();
        for (List<String> key : recent()) {
            Set<String> looked = Set.copyOf(key);
            List<TraceBlock> rest =
                    blocks.stream().filter(block -> !looked.contains(id(block))).toList();
            List<TraceId> ids = known.get(key);
            if (ids != null && traces(rest) < traces(others)) {
                others = rest;
                before = ids;
            }
        }
        long all = traces(blocks);
        return traces(others) * blocks.size() > LOOKUPS * all
                ? CommonIds.of(blocks.stream().map(TraceBlock::parts).toList(), all, checkStop)
                : inSeveral(blocks, update(before, blocks, others, checkStop));
    }

    private List<List<String>> recent() {
        lock.lock();
        try {
            return List.copyOf(recent);
        } finally {
            lock.unlock();
        }
    }

    /// What was found before and what the blocks `added` may share with any other, sorted.
    private static SortedSet<TraceId> update(
            List<TraceId> before, List<TraceBlock> blocks, List<TraceBlock> added, Runnable checkStop) {
        SortedSet<TraceId> found = new TreeSet<>(before);
        List<TraceBlock> others = new ArrayList<>(blocks);
        for (TraceBlock block : added) {
            others.remove(block);
            List<TraceFilter> filters = others.stream().map(TraceBlock::filter).toList();
            Iterator<TraceIndex> parts = block.parts();
            while (parts.hasNext()) {
                checkStop.run();
                select(parts.next(), filters, found::add);
            }
        }
        return found;
    }

    /// Those of `ids` that several of `blocks` have.
    private static List<TraceId> inSeveral(List<TraceBlock> blocks, SortedSet<TraceId> ids) {
        Set<TraceId> once = new HashSet<>();
        Set<TraceId> several = new HashSet<>();
        for (TraceBlock block : blocks) {
            for (TracePlace place : block.findAll(ids)) {
                if (!once.add(place.id())) {
                    several.add(place.id());
                }
            }
        }
        return List.copyOf(several);
    }

    /// Those of `traces` that one of the filters takes.
    private static void select(TraceIndex traces, List<TraceFilter> filters, Consumer<TraceId> out) {
        for (int i = 0; i < traces.count(); i++) {
            for (TraceFilter filter : filters) {
                if (filter.mayHold(traces.highs()[i], traces.lows()[i])) {
                    out.accept(traces.id(i));
                    break;
                }
            }
        }
    }

    private static long traces(List<TraceBlock> blocks) {
        return blocks.stream().mapToLong(block -> block.meta().items()).sum();
    }

    private static String id(TraceBlock block) {
        return block.meta().id();
    }
}
