package dev.spanflame.traceql.search;

import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.eval.PartitionColumns;
import dev.spanflame.traceql.eval.PipelineEvaluator;
import dev.spanflame.traceql.eval.SpanSet;
import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.fetch.ScanRequest;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.plan.QueryPlan;
import dev.spanflame.traceql.plan.TraceOrder;
import dev.spanflame.traceql.type.Arithmetic;
import dev.spanflame.traceql.type.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One search whose answer is ordered by a number: every partition of the window is looked at. Used by one thread.
final class OrderedRun {
    private final QueryPlan plan;
    private final TraceOrder order;
    private final SearchOptions options;
    private final StopSignal stop;
    private final FirstTraces first;
    private long inspectedTraces;
    private long inspectedSpans;
    private int inspectedPartitions;
    private int skippedPartitions;

    OrderedRun(QueryPlan plan, TraceOrder order, SearchOptions options) {
        this.plan = plan;
        this.order = order;
        this.options = options;
        stop = new StopSignal(options.cancelled(), options.deadlineNanos());
        first = new FirstTraces(order.descending(), options.limit(), options.maxResultBytes());
    }

    SearchResult run(SpanSource source, ScanRequest request) throws IOException {
        stop.check();
        try {
            for (SpanPartition partition : source.partitions(request)) {
                stop.check();
                if (options.window().overlaps(partition.range()) && partition.rowCount() > 0) {
                    scan(partition);
                } else {
                    skippedPartitions++;
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException("reading spans failed", e);
        }
        return new SearchResult(
                first.traces(), inspectedTraces, inspectedSpans, inspectedPartitions, skippedPartitions);
    }

    private void scan(SpanPartition partition) {
        inspectedPartitions++;
        inspectedTraces += partition.traceCount();
        inspectedSpans += partition.rowCount();
        PartitionColumns columns = new PartitionColumns(partition);
        PipelineEvaluator pipeline = new PipelineEvaluator(columns, stop);
        MatchBuilder builder = new MatchBuilder(plan, columns, pipeline, options.spansPerSpanSet(), stop);
        List<List<SpanSet>> traces = byTrace(pipeline.sets(plan.stages()));
        List<SpanSet> whole = new ArrayList<>(traces.size());
        for (List<SpanSet> sets : traces) {
            whole.add(SpanSet.joined(sets));
        }
        Value[] numbers = pipeline.numbers(order.number(), whole);
        List<Placed> placed = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            place(partition, traces.get(i), numbers[i], placed);
        }
        placed.sort(Comparator.comparing(Placed::rank, first.inOrder()));
        for (Placed trace : placed) {
            if (!first.admits(trace.rank())) {
                return;
            }
            first.add(trace.rank(), builder.trace(candidate(trace)));
        }
    }

    /// A trace of the window and its place in the answer.
    private record Placed(FirstTraces.Rank rank, long durationNanos, List<SpanSet> sets) {}

    /// Adds the trace to `placed` if it is of the window and could get into the answer.
    private void place(SpanPartition partition, List<SpanSet> sets, Value number, List<Placed> placed) {
        int trace = sets.getFirst().trace();
        TraceTimes times = TraceTimes.of(partition, trace, stop);
        TraceId id = new TraceId(partition.traceIdHigh(trace), partition.traceIdLow(trace));
        FirstTraces.Rank rank = new FirstTraces.Rank(number, times.start(), id);
        if (options.window().overlaps(times.start(), times.end()) && first.admits(rank)) {
            placed.add(new Placed(rank, times.end() - times.start(), sets));
        }
    }

    private SearchRun.Candidate candidate(Placed trace) {
        FirstTraces.Rank rank = trace.rank();
        List<SpanSet> named = new ArrayList<>(trace.sets().size());
        for (SpanSet set : trace.sets()) {
            named.add(set.with(order.key(), Arithmetic.withoutSignOfZero(rank.number())));
        }
        return new SearchRun.Candidate(
                rank.traceId(), rank.startNanos(), trace.durationNanos(), new SearchRun.Spansets.OfList(named));
    }

    private static List<List<SpanSet>> byTrace(List<SpanSet> sets) {
        List<List<SpanSet>> traces = new ArrayList<>();
        int from = 0;
        while (from < sets.size()) {
            int to = from + 1;
            while (to < sets.size() && sets.get(to).trace() == sets.get(from).trace()) {
                to++;
            }
            traces.add(sets.subList(from, to));
            from = to;
        }
        return traces;
    }
}
