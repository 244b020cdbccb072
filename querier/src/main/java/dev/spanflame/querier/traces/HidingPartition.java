package dev.spanflame.querier.traces;

import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.Elements;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.fetch.ValueTest;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// A partition without some of its traces: as if their spans, events and links had never been stored in it.
///
/// Its range and its attributes are those of the whole partition: more than is left may have. Used by one thread.
final class HidingPartition implements SpanPartition {
    private final SpanPartition base;
    private final int[] traces;
    private final RowMap rows;
    private @Nullable Elements events;
    private @Nullable Elements links;

    /// `base` without the traces at the positions `hidden`, ascending.
    HidingPartition(SpanPartition base, int[] hidden) {
        this.base = base;
        traces = new int[base.traceCount() - hidden.length];
        rows = new RowMap(base.rowCount());
        int next = 0;
        int from = 0;
        for (int trace : hidden) {
            next = keep(from, trace, next);
            from = trace + 1;
        }
        keep(from, base.traceCount(), next);
    }

    private int keep(int from, int to, int at) {
        int next = at;
        for (int trace = from; trace < to; trace++) {
            traces[next++] = trace;
        }
        rows.keep(base.firstRow(from), base.firstRow(to));
        return next;
    }

    @Override
    public TimeRange range() {
        return base.range();
    }

    @Override
    public int rowCount() {
        return rows.size();
    }

    @Override
    public int traceCount() {
        return traces.length;
    }

    @Override
    public int firstRow(int trace) {
        if (trace == traces.length) {
            return rows.size();
        }
        return rows.toView(base.firstRow(traces[trace]));
    }

    @Override
    public long traceIdHigh(int trace) {
        return base.traceIdHigh(traces[trace]);
    }

    @Override
    public long traceIdLow(int trace) {
        return base.traceIdLow(traces[trace]);
    }

    @Override
    public long traceStartNanos(int trace) {
        return base.traceStartNanos(traces[trace]);
    }

    @Override
    public long traceEndNanos(int trace) {
        return base.traceEndNanos(traces[trace]);
    }

    @Override
    public int[] newestFirst() {
        int[] inView = new int[base.traceCount()];
        Arrays.fill(inView, -1);
        for (int trace = 0; trace < traces.length; trace++) {
            inView[traces[trace]] = trace;
        }
        return Arrays.stream(base.newestFirst())
                .map(trace -> inView[trace])
                .filter(trace -> trace >= 0)
                .toArray();
    }

    @Override
    public int parentRow(int row) {
        int inBase = rows.toBase(row);
        int parent = base.parentRow(inBase);
        return parent < 0 ? parent : row - (inBase - parent);
    }

    @Override
    public int subtreeEnd(int row) {
        int inBase = rows.toBase(row);
        return row + (base.subtreeEnd(inBase) - inBase);
    }

    @Override
    public boolean isRoot(int row) {
        return base.isRoot(rows.toBase(row));
    }

    @Override
    public long spanId(int row) {
        return base.spanId(rows.toBase(row));
    }

    @Override
    public long startNanos(int row) {
        return base.startNanos(rows.toBase(row));
    }

    @Override
    public long durationNanos(int row) {
        return base.durationNanos(rows.toBase(row));
    }

    @Override
    public Column column(Field field) {
        return new HidingColumn(base.column(field), rows);
    }

    @Override
    public boolean mayHold(Field field, ValueTest test) {
        return base.mayHold(field, test);
    }

    @Override
    public Elements events() {
        Elements known = events;
        if (known == null) {
            known = new HidingElements(base.events(), rows);
            events = known;
        }
        return known;
    }

    @Override
    public Elements links() {
        Elements known = links;
        if (known == null) {
            known = new HidingElements(base.links(), rows);
            links = known;
        }
        return known;
    }

    @Override
    public Collection<Field.Attribute> attributes() {
        return base.attributes();
    }
}
