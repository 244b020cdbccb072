package dev.spanflame.traceql.search;

import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.eval.PartitionColumns;
import dev.spanflame.traceql.eval.PipelineEvaluator;
import dev.spanflame.traceql.eval.SpanSet;
import dev.spanflame.traceql.eval.StopSignal;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.plan.OutputField;
import dev.spanflame.traceql.plan.QueryPlan;
import dev.spanflame.traceql.search.TraceMatch.ServiceStats;
import dev.spanflame.traceql.syntax.tree.SpanStatus;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads what an answer shows of the traces of one partition. Used by one thread.
///
/// Spans are shown in the order of their starts (then ids), sets in the order of their first spans: the same from
/// every source, whatever the order in which siblings are stored.
final class MatchBuilder {
    private final QueryPlan plan;
    private final PartitionColumns columns;
    private final SpanPartition partition;
    private final ElementValues elements;
    private final int spansPerSpanSet;
    private final StopSignal stop;
    private final Comparator<Integer> byStart;

    MatchBuilder(
            QueryPlan plan,
            PartitionColumns columns,
            PipelineEvaluator pipeline,
            int spansPerSpanSet,
            StopSignal stop) {
        this.plan = plan;
        this.columns = columns;
        this.partition = columns.partition();
        this.elements = new ElementValues(plan, pipeline);
        this.spansPerSpanSet = spansPerSpanSet;
        this.stop = stop;
        byStart = Comparator.<Integer>comparingLong(row -> partition.startNanos(row))
                .thenComparing(row -> partition.spanId(row), Long::compareUnsigned)
                .thenComparing(Comparator.naturalOrder());
    }

    TraceMatch trace(Candidate candidate) {
        int first = partition.firstRow(candidate.trace());
        int end = partition.firstRow(candidate.trace() + 1);
        int root = root(first, end);
        List<SpanSetMatch> sets = new ArrayList<>();
        List<SpanSet> ordered = new ArrayList<>(candidate.sets());
        if (ordered.size() > 1) {
            ordered.sort(Comparator.comparing(set -> earliest(set.rows(), 1).getFirst(), byStart));
        }
        for (SpanSet set : ordered) {
            sets.add(spanSet(set));
        }
        return new TraceMatch(
                candidate.rank().traceId(),
                root >= 0,
                root < 0 ? "" : text(columns.column(new FieldRef.ServiceName()), root),
                root < 0 ? "" : text(partition.column(Field.Intrinsic.NAME), root),
                candidate.rank().startNanos(),
                candidate.durationNanos(),
                sets,
                services(first, end));
    }

    /// The first root among the tops of a trace, or -1.
    private int root(int first, int end) {
        for (int top = first; top < end; top = partition.subtreeEnd(top)) {
            if (partition.isRoot(top)) {
                return top;
            }
        }
        return -1;
    }

    private SortedMap<String, ServiceStats> services(int first, int end) {
        SortedMap<String, ServiceStats> services = new TreeMap<>();
        Column names = columns.column(new FieldRef.ServiceName());
        Column statuses = partition.column(Field.Intrinsic.STATUS);
        for (int row = first; row < end; row++) {
            stop.poll();
            String name = text(names, row);
            boolean error = statuses.value(row) instanceof Value.Status(int code) && code == SpanStatus.ERROR.code();
            services.merge(
                    name,
                    new ServiceStats(1, error ? 1 : 0),
                    (a, b) -> new ServiceStats(a.spanCount() + b.spanCount(), a.errorCount() + b.errorCount()));
        }
        return services;
    }

    private SpanSetMatch spanSet(SpanSet set) {
        List<SpanMatch> spans = new ArrayList<>();
        for (int row : earliest(set.rows(), spansPerSpanSet)) {
            stop.poll();
            spans.add(span(row));
        }
        return new SpanSetMatch(set.rows().length, spans, set.attributes());
    }

    /// The first `count` rows by start.
    private List<Integer> earliest(int[] rows, int count) {
        PriorityQueue<Integer> kept = new PriorityQueue<>(byStart.reversed());
        for (int row : rows) {
            if (kept.size() < count) {
                kept.add(row);
            } else if (byStart.compare(row, kept.peek()) < 0) {
                kept.poll();
                kept.add(row);
            }
        }
        List<Integer> ordered = new ArrayList<>(kept);
        ordered.sort(byStart);
        return ordered;
    }

    private SpanMatch span(int row) {
        List<NamedValue> attributes = new ArrayList<>();
        for (OutputField field : plan.output()) {
            NamedValue named = new NamedValue(field.key(), value(field.field(), row));
            if (!(named.value() instanceof Value.Nil) && !attributes.contains(named)) {
                attributes.add(named);
            }
        }
        return new SpanMatch(
                partition.spanId(row),
                plan.spanNames() ? text(partition.column(Field.Intrinsic.NAME), row) : "",
                partition.startNanos(row),
                partition.durationNanos(row),
                attributes);
    }

    private Value value(FieldRef field, int row) {
        return switch (field.level()) {
            case EVENT, LINK -> elements.value(field, row);
            case SPAN -> columns.column(asSent(field)).value(row);
        };
    }

    /// What is shown is what was sent: not the empty text that stands for a missing service name.
    private static FieldRef asSent(FieldRef field) {
        return switch (field) {
            case FieldRef.ServiceName _ -> new FieldRef.Stored(FieldRef.ServiceName.FIELD);
            case FieldRef.OfParent(FieldRef ofParent) -> new FieldRef.OfParent(asSent(ofParent));
            case FieldRef.Stored _, FieldRef.Unscoped _ -> field;
        };
    }

    private static String text(Column column, int row) {
        return column.value(row) instanceof Value.Text(String text) ? text : "";
    }
}
