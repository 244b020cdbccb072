package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.model.Hex;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.eval.Traces;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.metrics.series.Exemplar;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.plan.Expr;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/// Picks spans as exemplars: at most one of a trace, and no more than two in each of equal stretches of time, so that
/// they spread over the whole range. Used by one thread.
final class ExemplarPicker {
    private static final int IN_STRETCH = 2;
    private static final Expr SERVICE = new Expr.FieldValue(new FieldRef.ServiceName());
    private static final Expr NAME = new Expr.FieldValue(new FieldRef.Stored(Field.Intrinsic.NAME));

    private final TimeAxis axis;
    private final List<Measured.Group> by;
    private final int limit;
    private final int[] picked;
    private final Set<TraceId> traces = new HashSet<>();
    private final Map<Integer, List<Exemplar>> exemplars = new HashMap<>();
    private int count;

    /// Picks at most `limit` spans, 0 for none.
    ExemplarPicker(TimeAxis axis, int limit, List<Measured.Group> by) {
        this.axis = axis;
        this.limit = limit;
        this.by = by;
        picked = new int[Math.max(1, limit / IN_STRETCH)];
    }

    /// Picks among the rows found. `cells` gives the cell (a group, or a group's bucket) that a row was counted in,
    /// `values` its value, NaN for that of the sample.
    void pick(FoundRows found, IntUnaryOperator cells, IntToDoubleFunction values) {
        TimeRange range = found.partition().range();
        if (count >= limit || !hasRoom(range.startNanos(), range.endNanos())) {
            return;
        }
        SpanPartition partition = found.partition();
        boolean[] open = openIntervals();
        int[] intervals = found.intervals();
        RowSet rows = found.rows();
        int row = rows.next(0);
        while (row >= 0 && count < limit) {
            int next = row + 1;
            if (open[intervals[row]]) {
                found.stop().poll();
                int stretch = stretch(partition.startNanos(row));
                if (picked[stretch] < IN_STRETCH) {
                    int trace = Traces.of(partition, row);
                    next = partition.firstRow(trace + 1);
                    TraceId id = new TraceId(partition.traceIdHigh(trace), partition.traceIdLow(trace));
                    if (traces.add(id)) {
                        exemplars
                                .computeIfAbsent(cells.applyAsInt(row), _ -> new ArrayList<>())
                                .add(exemplar(found, row, id, values.applyAsDouble(row)));
                        count++;
                        if (++picked[stretch] == IN_STRETCH) {
                            open = openIntervals();
                        }
                    }
                }
            }
            row = rows.next(next);
        }
    }

    private Exemplar exemplar(FoundRows found, int row, TraceId id, double value) {
        return new Exemplar(labels(found, row, id), value, found.partition().startNanos(row));
    }

    /// The intervals of which some stretch still has room: most rows need no closer look.
    private boolean[] openIntervals() {
        boolean[] open = new boolean[axis.count()];
        for (int interval = 0; interval < open.length; interval++) {
            long start = axis.startNanos() + interval * axis.stepNanos();
            open[interval] = hasRoom(start, start + axis.stepNanos());
        }
        return open;
    }

    private boolean hasRoom(long from, long to) {
        int last = stretch(Math.clamp(to, axis.startNanos(), axis.endNanos()));
        for (int stretch = stretch(Math.clamp(from, axis.startNanos(), axis.endNanos())); stretch <= last; stretch++) {
            if (picked[stretch] < IN_STRETCH) {
                return true;
            }
        }
        return false;
    }

    /// The exemplars of a cell.
    List<Exemplar> of(int cell) {
        return exemplars.getOrDefault(cell, List.of());
    }

    private int stretch(long nanos) {
        double share = (nanos - axis.startNanos()) / (double) (axis.endNanos() - axis.startNanos());
        return Math.min(picked.length - 1, (int) (share * picked.length));
    }

    private List<NamedValue> labels(FoundRows found, int row, TraceId id) {
        List<NamedValue> labels = new ArrayList<>();
        labels.add(new NamedValue("trace:id", Value.of(id.shortHex())));
        labels.add(new NamedValue("span:id", Value.of(Hex.of(found.partition().spanId(row)))));
        add(labels, "resource.service.name", found.value(SERVICE, row));
        add(labels, "name", found.value(NAME, row));
        for (Measured.Group group : by) {
            add(labels, group.label(), found.value(group.expr(), row));
        }
        return labels;
    }

    private static void add(List<NamedValue> labels, String name, Value value) {
        boolean known = labels.stream().anyMatch(label -> label.name().equals(name));
        if (!known && !(value instanceof Value.Nil)) {
            labels.add(new NamedValue(name, value));
        }
    }
}
