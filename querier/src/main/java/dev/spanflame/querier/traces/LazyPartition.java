package dev.spanflame.querier.traces;

import dev.spanflame.model.TimeRange;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.Elements;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.fetch.ValueTest;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A partition that is made when something other than its range is asked for: a query that has its answer already looks
/// at the range alone. Used by one thread.
final class LazyPartition implements SpanPartition {
    private final TimeRange range;
    private final Supplier<SpanPartition> maker;
    private @Nullable SpanPartition made;

    LazyPartition(TimeRange range, Supplier<SpanPartition> maker) {
        this.range = range;
        this.maker = maker;
    }

    @Override
    public TimeRange range() {
        return range;
    }

    @Override
    public int rowCount() {
        return partition().rowCount();
    }

    @Override
    public int traceCount() {
        return partition().traceCount();
    }

    @Override
    public int firstRow(int trace) {
        return partition().firstRow(trace);
    }

    @Override
    public long traceIdHigh(int trace) {
        return partition().traceIdHigh(trace);
    }

    @Override
    public long traceIdLow(int trace) {
        return partition().traceIdLow(trace);
    }

    @Override
    public long traceStartNanos(int trace) {
        return partition().traceStartNanos(trace);
    }

    @Override
    public long traceEndNanos(int trace) {
        return partition().traceEndNanos(trace);
    }

    @Override
    public int[] newestFirst() {
        return partition().newestFirst();
    }

    @Override
    public int parentRow(int row) {
        return partition().parentRow(row);
    }

    @Override
    public int subtreeEnd(int row) {
        return partition().subtreeEnd(row);
    }

    @Override
    public boolean isRoot(int row) {
        return partition().isRoot(row);
    }

    @Override
    public long spanId(int row) {
        return partition().spanId(row);
    }

    @Override
    public long startNanos(int row) {
        return partition().startNanos(row);
    }

    @Override
    public long durationNanos(int row) {
        return partition().durationNanos(row);
    }

    @Override
    public Column column(Field field) {
        return partition().column(field);
    }

    @Override
    public boolean mayHold(Field field, ValueTest test) {
        return partition().mayHold(field, test);
    }

    @Override
    public Elements events() {
        return partition().events();
    }

    @Override
    public Elements links() {
        return partition().links();
    }

    @Override
    public Collection<Field.Attribute> attributes() {
        return partition().attributes();
    }

    private SpanPartition partition() {
        SpanPartition known = made;
        if (known == null) {
            known = maker.get();
            made = known;
        }
        return known;
    }
}
