package dev.spanflame.traceql.memory;

import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.Span;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.Elements;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Whole traces one behind the other.
final class MemoryPartition implements SpanPartition {
    private final List<TraceTree> trees;
    private final int[] firstRows;

    MemoryPartition(List<TraceTree> trees) {
        this.trees = List.copyOf(trees);
        firstRows = new int[trees.size() + 1];
        for (int i = 0; i < trees.size(); i++) {
            firstRows[i + 1] = firstRows[i] + trees.get(i).spans().size();
        }
    }

    List<TraceTree> trees() {
        return trees;
    }

    @Override
    public TimeRange range() {
        long start = trees.stream().mapToLong(TraceTree::startNanos).min().orElse(0);
        long end = trees.stream().mapToLong(TraceTree::endNanos).max().orElse(0);
        return new TimeRange(start, end);
    }

    @Override
    public int rowCount() {
        return firstRows[trees.size()];
    }

    @Override
    public int traceCount() {
        return trees.size();
    }

    @Override
    public int firstRow(int trace) {
        return firstRows[trace];
    }

    @Override
    public long traceIdHigh(int trace) {
        return trees.get(trace).traceId().high();
    }

    @Override
    public long traceIdLow(int trace) {
        return trees.get(trace).traceId().low();
    }

    @Override
    public int parentRow(int row) {
        int first = firstRows[trace(row)];
        int parent = tree(row).parent(row - first);
        return parent < 0 ? -1 : first + parent;
    }

    @Override
    public int subtreeEnd(int row) {
        int first = firstRows[trace(row)];
        return first + tree(row).end(row - first);
    }

    @Override
    public boolean isRoot(int row) {
        return tree(row).isRoot(row - firstRows[trace(row)]);
    }

    @Override
    public long spanId(int row) {
        return span(row).span().spanId();
    }

    @Override
    public long startNanos(int row) {
        return span(row).span().startNanos();
    }

    @Override
    public long durationNanos(int row) {
        return span(row).durationNanos();
    }

    @Override
    public Column column(Field field) {
        Value[] values = new Value[rowCount()];
        for (int trace = 0; trace < trees.size(); trace++) {
            TraceTree tree = trees.get(trace);
            for (int i = 0; i < tree.spans().size(); i++) {
                values[firstRows[trace] + i] = MemoryValues.ofSpan(field, tree, i);
            }
        }
        return new MemoryColumn(values);
    }

    @Override
    public Elements events() {
        List<Span.Event> events = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < rowCount(); row++) {
            for (Span.Event event : span(row).span().events()) {
                events.add(event);
                rows.add(row);
            }
        }
        return new MemoryElements<>(
                events, rows, (field, i) -> MemoryValues.ofEvent(field, span(rows.get(i)), events.get(i)));
    }

    @Override
    public Elements links() {
        List<Span.Link> links = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < rowCount(); row++) {
            for (Span.Link link : span(row).span().links()) {
                links.add(link);
                rows.add(row);
            }
        }
        return new MemoryElements<>(links, rows, (field, i) -> MemoryValues.ofLink(field, links.get(i)));
    }

    @Override
    public Collection<Field.Attribute> attributes() {
        Set<Field.Attribute> keys = new LinkedHashSet<>();
        for (int row = 0; row < rowCount(); row++) {
            MemorySpan span = span(row);
            add(keys, Field.Scope.SPAN, span.span().attributes());
            add(keys, Field.Scope.RESOURCE, span.resource().attributes());
            add(keys, Field.Scope.INSTRUMENTATION, span.scope().attributes());
            span.span().events().forEach(event -> add(keys, Field.Scope.EVENT, event.attributes()));
            span.span().links().forEach(link -> add(keys, Field.Scope.LINK, link.attributes()));
        }
        return keys;
    }

    private static void add(Set<Field.Attribute> keys, Field.Scope scope, List<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            if (!MemoryValues.attribute(attributes, attribute.key()).equals(Value.NIL)) {
                keys.add(new Field.Attribute(scope, attribute.key()));
            }
        }
    }

    private MemorySpan span(int row) {
        return tree(row).spans().get(row - firstRows[trace(row)]);
    }

    private TraceTree tree(int row) {
        return trees.get(trace(row));
    }

    private int trace(int row) {
        int trace = 0;
        while (firstRows[trace + 1] <= row) {
            trace++;
        }
        return trace;
    }
}
