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
import dev.spanflame.traceql.scan.PartitionScan;
import dev.spanflame.traceql.type.Arithmetic;
import dev.spanflame.traceql.type.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One search through all partitions of a source; made and run by one thread, which others help.
///
/// Partitions come newest first, and of each the newest traces are evaluated first. Once the answer is full, what
/// began before its oldest trace is passed over. An answer that is ordered by a number looks at every trace of the
/// window.
final class SearchRun {
    private final QueryPlan plan;
    private final @Nullable TraceOrder order;
    private final Comparator<TraceRank> inOrder;
    private final SearchOptions options;
    private final SearchProgress progress;
    private final StopSignal stop;
    private final BestTraces best;
    // Traces that start earlier are not wanted any more.
    private volatile long oldestWanted = Long.MIN_VALUE;
    private long inspectedTraces;
    private long inspectedSpans;
    private int inspectedPartitions;
    private int skippedPartitions;

    SearchRun(QueryPlan plan, SearchOptions options, SearchProgress progress) {
        this.plan = plan;
        this.options = options;
        this.progress = progress;
        order = plan.order().orElse(null);
        inOrder = order == null ? TraceRank.NEWEST_FIRST : TraceRank.byNumber(order.descending());
        stop = new StopSignal(options.cancelled(), options.deadlineNanos());
        best = new BestTraces(inOrder, options.limit(), options.maxResultBytes(), options.memory());
    }

    SearchResult run(SpanSource source, ScanRequest request) throws IOException {
        stop.check();
        try {
            List<SpanPartition> partitions = source.partitions(request);
            tell(partitions);
            PartitionScan.Work<Found> work = (partition, signal) -> scan(partition, request, signal);
            new PartitionScan<>(partitions, work, options.cancelled(), options.deadlineNanos()).run(found -> {
                take(found);
                tell(partitions);
            });
            return new SearchResult(
                    best.traces(), inspectedTraces, inspectedSpans, inspectedPartitions, skippedPartitions);
        } catch (UncheckedIOException e) {
            throw new IOException("reading spans failed", e);
        }
    }

    /// Tells how far the search is.
    private void tell(List<SpanPartition> partitions) {
        if (progress == SearchProgress.NONE) {
            return;
        }
        int read = inspectedPartitions + skippedPartitions;
        long newestUnread = read == partitions.size()
                ? Long.MIN_VALUE
                : partitions.get(read).range().endNanos();
        progress.reached(
                new SearchProgress.State(read, partitions.size(), inspectedTraces, inspectedSpans),
                () -> best.startedAfter(newestUnread));
    }

    /// What was found in a partition, the first of the answer first, and how much was looked at.
    private record Found(List<Candidate> candidates, int traces, int spans, long latestNanos) {
        static final Found NOTHING = new Found(List.of(), 0, 0, Long.MIN_VALUE);
    }

    private void take(Found found) {
        boolean tooOld = order == null && best.isFull() && found.latestNanos < best.lastStartNanos();
        if (found.spans == 0 || tooOld) {
            skippedPartitions++;
            return;
        }
        inspectedPartitions++;
        inspectedTraces += found.traces;
        inspectedSpans += found.spans;
        best.addAll(found.candidates);
        if (order == null && best.isFull()) {
            oldestWanted = best.lastStartNanos();
        }
    }

    /// Asks for the range first: the number of rows may cost reading. Called by any thread.
    private Found scan(SpanPartition partition, ScanRequest request, StopSignal signal) {
        long latest = partition.range().endNanos();
        if (!options.window().overlaps(partition.range()) || latest < oldestWanted || partition.rowCount() == 0) {
            return Found.NOTHING;
        }
        if (!request.mayMatch(partition)) {
            return new Found(List.of(), partition.traceCount(), partition.rowCount(), latest);
        }
        PartitionColumns columns = new PartitionColumns(partition);
        PipelineEvaluator pipeline = new PipelineEvaluator(columns, signal);
        MatchBuilder builder = new MatchBuilder(plan, columns, pipeline, options.spansPerSpanSet(), stop);
        NewestFirst traces = new NewestFirst(partition, options.window(), oldestWanted, options.limit(), signal);
        List<Candidate> candidates =
                order == null ? newest(traces, pipeline, builder) : ordered(order, traces, pipeline, builder);
        candidates.sort(Comparator.comparing(Candidate::rank, inOrder));
        List<Candidate> first = candidates.subList(0, Math.min(candidates.size(), options.limit()));
        return new Found(List.copyOf(first), partition.traceCount(), partition.rowCount(), latest);
    }

    /// The newest traces with a set, at least as many as the answer may have if there are.
    private List<Candidate> newest(NewestFirst traces, PipelineEvaluator pipeline, MatchBuilder builder) {
        List<Candidate> candidates = new ArrayList<>();
        while (traces.hasNext() && candidates.size() < options.limit() && traces.newestLeft() >= oldestWanted) {
            SpanPartition partition = pipeline.partition();
            for (List<SpanSet> sets : TraceSets.of(partition, pipeline.run(plan.stages(), traces.next()))) {
                candidates.add(candidate(partition, Value.NIL, sets, builder));
            }
        }
        return candidates;
    }

    /// All traces with a set.
    private List<Candidate> ordered(
            TraceOrder by, NewestFirst traces, PipelineEvaluator pipeline, MatchBuilder builder) {
        SpanPartition partition = pipeline.partition();
        List<List<SpanSet>> found = TraceSets.of(partition, pipeline.run(plan.stages(), traces.all()));
        List<SpanSet> whole = new ArrayList<>(found.size());
        found.forEach(sets -> whole.add(SpanSet.joined(sets)));
        Value[] numbers = pipeline.numbers(by.number(), whole);
        List<Candidate> candidates = new ArrayList<>(numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            Value shown = Arithmetic.withoutSignOfZero(numbers[i]);
            List<SpanSet> named = new ArrayList<>(found.get(i).size());
            found.get(i).forEach(set -> named.add(set.with(by.key(), shown)));
            candidates.add(candidate(partition, numbers[i], named, builder));
        }
        return candidates;
    }

    private static Candidate candidate(
            SpanPartition partition, Value number, List<SpanSet> sets, MatchBuilder builder) {
        int trace = sets.getFirst().trace();
        long start = partition.traceStartNanos(trace);
        TraceId id = new TraceId(partition.traceIdHigh(trace), partition.traceIdLow(trace));
        return new Candidate(new TraceRank(number, start, id), partition.traceEndNanos(trace) - start, sets, builder);
    }
}
