package dev.spanflame.querier.traces.filter;

import dev.spanflame.block.trace.SpanReader;
import dev.spanflame.block.trace.SpanReader.SpanRecord;
import dev.spanflame.block.trace.SpanRun;
import dev.spanflame.block.trace.build.SpanRunBuilder;
import dev.spanflame.block.trace.scan.SpanRowsPartition;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.proto.otlp.OtlpSpanDecoder;
import dev.spanflame.proto.otlp.TraceMessages;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.eval.PartitionColumns;
import dev.spanflame.traceql.eval.PipelineEvaluator;
import dev.spanflame.traceql.eval.SpanSets;
import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.plan.QueryPlan;
import dev.spanflame.traceql.search.SearchPlan;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.Query;
import dev.spanflame.traceql.syntax.tree.SpansetExpr;
import dev.spanflame.traceql.syntax.tree.Stage;
import java.util.ArrayList;
import java.util.List;

/// Keeps those spans of a trace that satisfy one `{ }` of TraceQL, and as many levels of spans around them
/// as are wanted. Immutable and thread-safe.
public final class TraceFilter {
    /// All levels.
    public static final int ALL_LEVELS = -1;

    private static final int SPANS_AT_A_TIME = 1024;

    private final QueryPlan plan;
    private final int below;
    private final int above;

    private TraceFilter(QueryPlan plan, int below, int above) {
        this.plan = plan;
        this.below = below;
        this.above = above;
    }

    /// A filter by `text`; `below` and `above` are how many levels of descendants and of ancestors of a
    /// span that matches are kept too, 0 or more or [#ALL_LEVELS].
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for a text that is not one `{ }`.
    public static TraceFilter of(String text, int below, int above) {
        Query query = TraceQl.parse(text);
        boolean isFilter = query.root() instanceof Pipeline pipeline
                && pipeline.stages().size() == 1
                && pipeline.stages().getFirst() instanceof Stage.Spansets spansets
                && spansets.expr() instanceof SpansetExpr.Filter;
        if (!isFilter) {
            throw BackendException.badRequest(
                    "invalid_trace_filter",
                    "q cannot filter the spans of a trace; expected a single spanset filter such as"
                            + " { status = error }, without pipeline, structural operator or metrics function");
        }
        return new TraceFilter(SearchPlan.of(query).plan(), below, above);
    }

    /// What is left of `trace`, grouped as it was. Throws as `stop` does when it is time to.
    public Trace apply(Trace trace, StopSignal stop) {
        if (plan.never() || trace.spanCount() == 0) {
            return Trace.EMPTY;
        }
        SpanRun run = run(trace);
        SpanPartition partition = new SpanRowsPartition(run, TimeRange.ALL);
        RowSet matched = matched(partition, stop);
        RowSet kept = matched.copy();
        for (int row = matched.next(0); row >= 0; row = matched.next(row + 1)) {
            stop.poll();
            keepAncestors(partition, row, kept);
            keepDescendants(partition, row, kept);
        }
        List<SpanRecord> records = new SpanReader(run).records(0, partition.rowCount());
        List<SpanRecord> left = new ArrayList<>();
        for (int row = kept.next(0); row >= 0; row = kept.next(row + 1)) {
            left.add(records.get(row));
        }
        return SpanReader.group(left);
    }

    private RowSet matched(SpanPartition partition, StopSignal stop) {
        return switch (new PipelineEvaluator(new PartitionColumns(partition), stop).run(plan.stages())) {
            case SpanSets.Flat(RowSet rows) -> rows;
            case SpanSets.Grouped _ -> throw new IllegalStateException("a filter groups nothing");
        };
    }

    private void keepAncestors(SpanPartition partition, int row, RowSet kept) {
        int parent = partition.parentRow(row);
        for (int level = 0; parent >= 0 && level != above; level++) {
            kept.add(parent);
            parent = partition.parentRow(parent);
        }
    }

    /// Descendants follow their ancestor, and those of one child follow each other.
    private void keepDescendants(SpanPartition partition, int row, RowSet kept) {
        int end = partition.subtreeEnd(row);
        if (below == ALL_LEVELS) {
            kept.addRange(row, end);
            return;
        }
        for (int next = row + 1; below > 0 && next < end; ) {
            int level = level(partition, next, row);
            if (level <= below) {
                kept.add(next++);
            } else {
                next = partition.subtreeEnd(next);
            }
        }
    }

    /// How many levels `row` is below `ancestor`, counted only as far as it matters.
    private int level(SpanPartition partition, int row, int ancestor) {
        int level = 0;
        for (int at = row; at != ancestor && level <= below; at = partition.parentRow(at)) {
            level++;
        }
        return level;
    }

    private static SpanRun run(Trace trace) {
        SpanRunBuilder builder = new SpanRunBuilder();
        SpanBatch batch = new SpanBatch();
        OtlpSpanDecoder decoder = new OtlpSpanDecoder();
        List<SpanRecord> records = records(trace);
        for (int from = 0; from < records.size(); from += SPANS_AT_A_TIME) {
            int to = Math.min(records.size(), from + SPANS_AT_A_TIME);
            decoder.decode(
                    TraceMessages.tracesData(SpanReader.group(records.subList(from, to)))
                            .toByteArray(),
                    batch);
            builder.append(batch);
        }
        return builder.tail().seal();
    }

    private static List<SpanRecord> records(Trace trace) {
        List<SpanRecord> records = new ArrayList<>();
        trace.resourceSpans()
                .forEach(resource -> resource.scopeSpans()
                        .forEach(scope -> scope.spans()
                                .forEach(span ->
                                        records.add(new SpanRecord(resource.resource(), scope.scope(), span)))));
        return records;
    }
}
