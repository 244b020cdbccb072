package dev.spanflame.traceql.tags;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.eval.PartitionColumns;
import dev.spanflame.traceql.eval.PipelineEvaluator;
import dev.spanflame.traceql.eval.SpanSet;
import dev.spanflame.traceql.eval.SpanSets;
import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.ScanRequest;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.plan.Planner;
import dev.spanflame.traceql.plan.QueryPlan;
import dev.spanflame.traceql.syntax.LenientParser;
import dev.spanflame.traceql.syntax.Parser;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.Pipeline;
import dev.spanflame.traceql.syntax.tree.Position;
import dev.spanflame.traceql.syntax.tree.Query;
import dev.spanflame.traceql.syntax.tree.SpansetExpr;
import dev.spanflame.traceql.syntax.tree.Stage;
import dev.spanflame.traceql.type.Checker;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// The spans that names or values are looked up in: those of a time, narrowed by a query if it can be
/// understood.
final class SpanChoice {
    private final QueryPlan plan;
    private final TagOptions options;
    private final StopSignal stop;
    private final boolean everySpan;

    SpanChoice(TagOptions options) {
        this.options = options;
        stop = new StopSignal(options.cancelled(), options.deadlineNanos());
        everySpan = options.query().isBlank();
        plan = everySpan ? plan("{}") : planOf(options.query());
    }

    /// What is asked of the source; the fields looked up are read besides.
    private ScanRequest request() {
        return new ScanRequest(options.window(), Set.copyOf(plan.fields()), plan.mandatory(), options.cancelled());
    }

    /// The partitions to look into. What belongs together matters to a query alone.
    List<SpanPartition> partitions(SpanSource source) throws IOException {
        return everySpan ? source.pieces(request()) : source.partitions(request());
    }

    /// The same for the values of a field; a parent may lie in another piece than its children.
    List<SpanPartition> partitions(SpanSource source, FieldRef field) throws IOException {
        return field instanceof FieldRef.OfParent ? source.partitions(request()) : partitions(source);
    }

    /// Whether the partition is in, from first to last row.
    boolean isWhole(SpanPartition partition) {
        TimeRange window = options.window();
        return everySpan
                && window.contains(partition.range().startNanos())
                && window.contains(partition.range().endNanos());
    }

    /// The chosen rows of a partition.
    RowSet rows(PartitionColumns columns) {
        stop.check();
        SpanPartition partition = columns.partition();
        if (everySpan) {
            return isWhole(partition) ? RowSet.all(partition.rowCount()) : inWindow(partition);
        }
        RowSet rows = new RowSet(partition.rowCount());
        if (partition.rowCount() == 0 || plan.never()) {
            return rows;
        }
        switch (new PipelineEvaluator(columns, stop).run(plan.stages())) {
            case SpanSets.Flat(RowSet found) -> rows.or(found);
            case SpanSets.Grouped(List<SpanSet> sets) -> {
                for (SpanSet set : sets) {
                    for (int row : set.rows()) {
                        rows.add(row);
                    }
                }
            }
        }
        rows.and(inWindow(partition));
        return rows;
    }

    /// Throws when it is time to stop.
    void check() {
        stop.check();
    }

    private RowSet inWindow(SpanPartition partition) {
        RowSet rows = new RowSet(partition.rowCount());
        for (int trace = 0; trace < partition.traceCount(); trace++) {
            stop.poll();
            if (options.window().overlaps(partition.traceStartNanos(trace), partition.traceEndNanos(trace))) {
                rows.addRange(partition.firstRow(trace), partition.firstRow(trace + 1));
            }
        }
        return rows;
    }

    private static QueryPlan planOf(String text) {
        try {
            return plan(text);
        } catch (BackendException _) {
            return lenient(text);
        }
    }

    private static QueryPlan plan(String text) {
        Query query = Parser.query(text);
        Checker.check(query);
        return Planner.search(query);
    }

    private static QueryPlan lenient(String text) {
        FieldExpr condition = LenientParser.condition(text, SpanChoice::isUsable);
        SpansetExpr filter = new SpansetExpr.Filter(condition, Position.START);
        Pipeline pipeline = new Pipeline(List.of(new Stage.Spansets(filter, Position.START)), Position.START);
        return Planner.search(new Query(pipeline, List.of()));
    }

    private static boolean isUsable(FieldExpr condition) {
        try {
            SpansetExpr.Filter filter = new SpansetExpr.Filter(condition, Position.START);
            Checker.check(filter);
            Planner.filter(filter);
            return true;
        } catch (BackendException _) {
            return false;
        }
    }
}
