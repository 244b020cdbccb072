package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.model.Hex;
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
import org.jspecify.annotations.Nullable;

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

    /// The cell (a group, or a group's bucket) and the value of a row; NaN for the value of the sample.
    interface Rows {
        /// The cell a row was counted in, -1 if it was not.
        int cell(int row);

        /// The row's value.
        double value(int row);
    }

    /// Picks among the rows found, counted in `cells`; `values` are theirs, null for those of the samples.
    void pick(FoundRows found, int[] cells, double @Nullable [] values) {
        pick(found, new Rows() {
            @Override
            public int cell(int row) {
                return cells[row];
            }

            @Override
            public double value(int row) {
                return values == null ? Double.NaN : values[row];
            }
        });
    }

    /// Picks among the rows found.
    void pick(FoundRows found, Rows measured) {
        if (count >= limit) {
            return;
        }
        SpanPartition partition = found.partition();
        RowSet rows = found.rows();
        int row = rows.next(0);
        while (row >= 0 && count < limit) {
            found.stop().poll();
            int next = row + 1;
            int stretch = stretch(partition.startNanos(row));
            if (picked[stretch] < IN_STRETCH && measured.cell(row) >= 0) {
                int trace = Traces.of(partition, row);
                next = partition.firstRow(trace + 1);
                TraceId id = new TraceId(partition.traceIdHigh(trace), partition.traceIdLow(trace));
                if (traces.add(id)) {
                    picked[stretch]++;
                    count++;
                    exemplars
                            .computeIfAbsent(measured.cell(row), _ -> new ArrayList<>())
                            .add(new Exemplar(labels(found, row, id), measured.value(row), partition.startNanos(row)));
                }
            }
            row = rows.next(next);
        }
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
