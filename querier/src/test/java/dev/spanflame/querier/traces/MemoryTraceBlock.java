package dev.spanflame.querier.traces;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.trace.SpanReader;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.TraceFilter;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.TracePlace;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.TraceId;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A block whose groups are runs in memory.
record MemoryTraceBlock(BlockMeta meta, List<SpanRun> groups, TraceIndex traces) implements TraceBlock {
    /// A block of these groups, whose trace ids ascend from each to the next.
    static MemoryTraceBlock of(BlockMeta meta, List<SpanRun> groups) {
        int count = groups.stream().mapToInt(run -> run.traces().count()).sum();
        long[] highs = new long[count];
        long[] lows = new long[count];
        int[] firstRows = new int[count + 1];
        int next = 0;
        int row = 0;
        for (SpanRun run : groups) {
            for (int trace = 0; trace < run.traces().count(); trace++) {
                highs[next] = run.traces().highs()[trace];
                lows[next] = run.traces().lows()[trace];
                firstRows[next++] = row + run.traces().firstRow(trace);
            }
            row += run.spans().rows();
        }
        firstRows[count] = row;
        return new MemoryTraceBlock(meta, groups, new TraceIndex(highs, lows, firstRows, count));
    }

    @Override
    public int groupCount() {
        return groups.size();
    }

    @Override
    public int firstTrace(int group) {
        int first = 0;
        for (int i = 0; i < group; i++) {
            first += groups.get(i).traces().count();
        }
        return first;
    }

    @Override
    public TimeRange range(int group) {
        return SpanHolder.OfRun.of(groups.get(group)).range();
    }

    @Override
    public SpanRows group(int group) {
        return groups.get(group);
    }

    @Override
    public @Nullable TracePlace find(TraceId id) {
        return traces.place(id);
    }

    @Override
    public List<TracePlace> findAll(Collection<TraceId> ids) {
        return ids.stream().map(this::find).filter(Objects::nonNull).toList();
    }

    @Override
    public Iterator<TraceIndex> parts() {
        return List.of(traces).iterator();
    }

    @Override
    public TraceFilter filter() {
        return TraceFilter.of(parts(), traces.count());
    }

    @Override
    public int firstRow(int group) {
        return traces.firstRow(firstTrace(group));
    }

    @Override
    public SpanRows trace(TracePlace place) {
        int group = 0;
        while (firstTrace(group + 1) <= place.trace()) {
            group++;
        }
        SpanRun run = groups.get(group);
        int from = run.traces().firstRow(place.trace() - firstTrace(group));
        return TestStore.run(new SpanReader(run).records(from, from + place.spans()));
    }
}
