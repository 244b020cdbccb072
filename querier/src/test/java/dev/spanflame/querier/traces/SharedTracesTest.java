package dev.spanflame.querier.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.BlockId;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.trace.TraceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Sets of blocks that come and go, as flushes and merges make them.
final class SharedTracesTest {
    private static final int IDS = 4_000;

    private final Random random = new Random(5);
    private int number;

    private SpanHolder block(Set<TraceId> ids) {
        TreeSet<TraceId> sorted = new TreeSet<>(ids);
        TraceIndex index = new TraceIndex(
                sorted.stream().mapToLong(TraceId::high).toArray(),
                sorted.stream().mapToLong(TraceId::low).toArray(),
                new int[sorted.size() + 1],
                sorted.size());
        String id = BlockId.next(Instant.ofEpochMilli(++number), random).text();
        BlockMeta meta = new BlockMeta(
                id, Tenant.ANONYMOUS.id(), Signal.TRACES.label(), 1, 0, 1, 1, sorted.size(), 0, 0, List.of());
        return new SpanHolder.OfBlock(new MemoryTraceBlock(meta, List.of(), index));
    }

    private Set<TraceId> some(int count) {
        Set<TraceId> ids = new HashSet<>();
        for (int i = 0; i < count; i++) {
            int id = random.nextInt(IDS);
            ids.add(new TraceId(id % 3, id));
        }
        return ids;
    }

    @Test
    void whatLiesInSeveralIsAlwaysFoundHoweverTheSetChanges() {
        SharedTraces shared = new SharedTraces();
        Map<SpanHolder, Set<TraceId>> blocks = new HashMap<>();
        for (int turn = 0; turn < 200; turn++) {
            if (random.nextInt(6) == 0 && blocks.size() > 3) {
                merge(blocks);
            } else {
                Set<TraceId> ids = some(1 + random.nextInt(60));
                blocks.put(block(ids), ids);
            }
            List<SpanHolder> holders = new ArrayList<>(blocks.keySet());
            SortedSet<TraceId> found = shared.among(holders, () -> {});
            Set<TraceId> once = new HashSet<>();
            Set<TraceId> several = new HashSet<>();
            blocks.values()
                    .forEach(ids -> ids.stream().filter(id -> !once.add(id)).forEach(several::add));
            assertThat(found).containsExactlyInAnyOrderElementsOf(several);
        }
    }

    private void merge(Map<SpanHolder, Set<TraceId>> blocks) {
        Set<TraceId> merged = new HashSet<>();
        for (SpanHolder holder : List.copyOf(blocks.keySet()).subList(0, 3)) {
            merged.addAll(blocks.remove(holder));
        }
        blocks.put(block(merged), merged);
    }
}
