package dev.spanflame.traceql.memory;

import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ScanRequest;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.fetch.SpanSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A source over plain records: slow, short and as the port says.
///
/// Traces are dealt out over a number of partitions, so that those overlap in time. A strict source leaves out every
/// trace that the request allows it to leave out, a generous one none.
public final class MemorySpanSource implements SpanSource {
    private final List<MemoryPartition> partitions;
    private final boolean strict;

    private MemorySpanSource(List<MemoryPartition> partitions, boolean strict) {
        this.partitions = partitions;
        this.strict = strict;
    }

    /// All spans of `groups` in one partition, nothing left out.
    public static MemorySpanSource of(List<Trace> groups) {
        return of(groups, 1, false);
    }

    /// All spans of `groups` in `count` partitions, of which some may be empty.
    public static MemorySpanSource of(List<Trace> groups, int count, boolean strict) {
        Map<TraceId, List<MemorySpan>> byTrace = new TreeMap<>();
        for (MemorySpan span : MemorySpan.of(groups)) {
            byTrace.computeIfAbsent(span.span().traceId(), _ -> new ArrayList<>())
                    .add(span);
        }
        List<List<TraceTree>> dealt = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            dealt.add(new ArrayList<>());
        }
        int next = 0;
        for (List<MemorySpan> spans : byTrace.values()) {
            dealt.get(next++ % count).add(TraceTree.of(spans));
        }
        return new MemorySpanSource(dealt.stream().map(MemoryPartition::new).toList(), strict);
    }

    @Override
    public List<SpanPartition> partitions(ScanRequest request) {
        List<SpanPartition> result = new ArrayList<>();
        for (MemoryPartition partition : partitions) {
            result.add(strict ? onlyNeeded(partition, request) : partition);
        }
        result.sort(Comparator.comparingLong(
                        (SpanPartition partition) -> partition.range().endNanos())
                .reversed());
        return result;
    }

    private static MemoryPartition onlyNeeded(MemoryPartition partition, ScanRequest request) {
        List<TraceTree> kept = new ArrayList<>();
        for (TraceTree tree : partition.trees()) {
            boolean inWindow = request.window().overlaps(tree.startNanos(), tree.endNanos());
            if (inWindow && satisfies(new MemoryPartition(List.of(tree)), request.mandatory())) {
                kept.add(tree);
            }
        }
        return new MemoryPartition(kept);
    }

    private static boolean satisfies(MemoryPartition trace, List<ScanRequest.Condition> mandatory) {
        RowSet rows = RowSet.all(trace.rowCount());
        for (ScanRequest.Condition condition : mandatory) {
            RowSet found = new RowSet(trace.rowCount());
            trace.column(condition.field()).select(condition.test(), rows, found);
            rows = found;
        }
        return !rows.isEmpty();
    }
}
