package dev.spanflame.traceql.search;

import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.eval.PartitionColumns;
import dev.spanflame.traceql.eval.PipelineEvaluator;
import dev.spanflame.traceql.eval.SpanSet;
import dev.spanflame.traceql.eval.SpanSets;
import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.eval.Traces;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ScanRequest;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.plan.QueryPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// One search through all partitions of a source. Used by one thread.
///
/// Partitions come newest first. Once the answer is full, a partition that ends before the oldest trace of
/// the answer began is passed over.
final class SearchRun {
    private static final Comparator<Candidate> NEWEST_FIRST =
            Comparator.comparingLong(Candidate::startNanos).reversed().thenComparing(Candidate::traceId);

    private final QueryPlan plan;
    private final SearchOptions options;
    private final SearchProgress progress;
    private final StopSignal stop;
    private final NewestTraces newest;
    private long inspectedTraces;
    private long inspectedSpans;
    private int inspectedPartitions;
    private int skippedPartitions;

    SearchRun(QueryPlan plan, SearchOptions options, SearchProgress progress) {
        this.plan = plan;
        this.options = options;
        this.progress = progress;
        stop = new StopSignal(options.cancelled(), options.deadlineNanos());
        newest = new NewestTraces(options.limit(), options.maxResultBytes());
    }

    SearchResult run(SpanSource source, ScanRequest request) throws IOException {
        stop.check();
        try {
            List<SpanPartition> partitions = source.partitions(request);
            Iterator<SpanPartition> left = partitions.iterator();
            SpanPartition next = next(left, partitions.size());
            while (next != null) {
                stop.check();
                SpanPartition partition = next;
                if (isWorthReading(partition)) {
                    scan(partition);
                } else {
                    skippedPartitions++;
                }
                next = next(left, partitions.size());
            }
        } catch (UncheckedIOException e) {
            throw new IOException("reading spans failed", e);
        }
        return new SearchResult(
                newest.traces(), inspectedTraces, inspectedSpans, inspectedPartitions, skippedPartitions);
    }

    /// The next partition, null behind the last; tells how far the search is.
    private @Nullable SpanPartition next(Iterator<SpanPartition> left, int partitions) {
        SpanPartition next = left.hasNext() ? left.next() : null;
        SearchProgress.State state = new SearchProgress.State(
                inspectedPartitions + skippedPartitions, partitions, inspectedTraces, inspectedSpans);
        long newestUnread = next == null ? Long.MIN_VALUE : next.range().endNanos();
        progress.reached(state, () -> newest.startedAfter(newestUnread));
        return next;
    }

    /// Asks for the range first: the number of rows may cost reading.
    private boolean isWorthReading(SpanPartition partition) {
        return options.window().overlaps(partition.range())
                && !(newest.isFull() && partition.range().endNanos() < newest.oldestStartNanos())
                && partition.rowCount() > 0;
    }

    private void scan(SpanPartition partition) {
        inspectedPartitions++;
        inspectedTraces += partition.traceCount();
        inspectedSpans += partition.rowCount();
        PartitionColumns columns = new PartitionColumns(partition);
        PipelineEvaluator pipeline = new PipelineEvaluator(columns, stop);
        List<Candidate> candidates = new ArrayList<>(candidates(partition, pipeline.run(plan.stages())));
        candidates.sort(NEWEST_FIRST);
        MatchBuilder builder = new MatchBuilder(plan, columns, pipeline, options.spansPerSpanSet(), stop);
        for (Candidate candidate : candidates) {
            if (!newest.admits(candidate.startNanos(), candidate.traceId())) {
                return;
            }
            newest.add(builder.trace(candidate));
        }
    }

    /// The newest traces with a set, no more than the answer may have; the oldest on top.
    private PriorityQueue<Candidate> candidates(SpanPartition partition, SpanSets sets) {
        PriorityQueue<Candidate> candidates = new PriorityQueue<>(NEWEST_FIRST.reversed());
        switch (sets) {
            case SpanSets.Flat(RowSet rows) -> {
                int row = rows.next(0);
                while (row >= 0) {
                    int trace = Traces.of(partition, row);
                    consider(partition, new Spansets.OfRows(trace, rows), candidates);
                    row = rows.next(partition.firstRow(trace + 1));
                }
            }
            case SpanSets.Grouped(List<SpanSet> list) -> {
                int from = 0;
                while (from < list.size()) {
                    int to = from + 1;
                    while (to < list.size()
                            && list.get(to).trace() == list.get(from).trace()) {
                        to++;
                    }
                    consider(partition, new Spansets.OfList(list.subList(from, to)), candidates);
                    from = to;
                }
            }
        }
        return candidates;
    }

    private void consider(SpanPartition partition, Spansets sets, PriorityQueue<Candidate> candidates) {
        int trace = sets.trace();
        TraceTimes times = TraceTimes.of(partition, trace, stop);
        long start = times.start();
        Candidate oldest = candidates.size() < options.limit() ? null : candidates.peek();
        if (!options.window().overlaps(start, times.end()) || (oldest != null && start < oldest.startNanos())) {
            return;
        }
        TraceId id = new TraceId(partition.traceIdHigh(trace), partition.traceIdLow(trace));
        if (newest.admits(start, id)) {
            candidates.add(new Candidate(id, start, times.end() - start, sets));
            if (oldest != null) {
                candidates.poll();
            }
        }
    }

    /// A trace that could get into the answer.
    record Candidate(TraceId traceId, long startNanos, long durationNanos, Spansets sets) {}

    /// The spansets of one trace, made into objects only for traces that get into the answer.
    sealed interface Spansets {
        /// Index of the trace.
        int trace();

        /// One set without attributes.
        record OfRows(int trace, RowSet rows) implements Spansets {}

        /// Sets with attributes.
        record OfList(List<SpanSet> sets) implements Spansets {
            @Override
            public int trace() {
                return sets.getFirst().trace();
            }
        }

        /// The sets.
        default List<SpanSet> in(SpanPartition partition) {
            return switch (this) {
                case OfRows(int trace, RowSet rows) -> {
                    int from = partition.firstRow(trace);
                    int[] members = Traces.rows(rows, from, partition.firstRow(trace + 1), 0);
                    yield List.of(SpanSet.of(trace, members));
                }
                case OfList(List<SpanSet> sets) -> sets;
            };
        }
    }
}
