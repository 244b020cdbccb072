package dev.spanflame.block.trace;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads spans back as records. Attributes come sorted by key: their order as sent is not kept.
public final class SpanReader {
    private final SpanRows rows;

    /// Reads from `rows`.
    public SpanReader(SpanRows rows) {
        this.rows = rows;
    }

    /// A span with what it belongs to; equal when all of it is equal.
    public record SpanRecord(Resource resource, Scope scope, Span span) {}

    /// Spans of the rows `[from, to)`, in order of rows.
    public List<SpanRecord> records(int from, int to) {
        TableRows<SpanColumn> spans = rows.spans();
        List<List<Attribute>> attributes = AttributeRows.read(spans, from, to);
        List<List<Span.Event>> events = events(from, to);
        List<List<Span.Link>> links = links(from, to);
        List<SpanRecord> records = new ArrayList<>(to - from);
        for (int row = from; row < to; row++) {
            int i = row - from;
            Span span = span(row, attributes.get(i), events.get(i), links.get(i));
            records.add(new SpanRecord(
                    rows.resources().get((int) number(SpanColumn.RESOURCE, row)),
                    rows.scopes().get((int) number(SpanColumn.SCOPE, row)),
                    span));
        }
        return records;
    }

    /// Spans grouped as OTLP groups them, groups in order of their first span.
    public static Trace group(List<SpanRecord> records) {
        Map<Resource, Map<Scope, List<Span>>> groups = new LinkedHashMap<>();
        for (SpanRecord spanRecord : records) {
            groups.computeIfAbsent(spanRecord.resource(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(spanRecord.scope(), _ -> new ArrayList<>())
                    .add(spanRecord.span());
        }
        List<Trace.ResourceSpans> resources = new ArrayList<>();
        groups.forEach((resource, scopes) -> {
            List<Trace.ScopeSpans> scopeSpans = new ArrayList<>();
            scopes.forEach((scope, spans) -> scopeSpans.add(new Trace.ScopeSpans(scope, spans)));
            resources.add(new Trace.ResourceSpans(resource, scopeSpans));
        });
        return new Trace(resources);
    }

    private Span span(int row, List<Attribute> attributes, List<Span.Event> events, List<Span.Link> links) {
        TableRows<SpanColumn> spans = rows.spans();
        ColumnData traceIds = spans.column(SpanColumn.TRACE_ID);
        long start = number(SpanColumn.START, row);
        return new Span(
                new TraceId(Cells.high(traceIds, row), Cells.low(traceIds, row)),
                number(SpanColumn.SPAN_ID, row),
                parentId(row),
                Cells.text(spans.column(SpanColumn.TRACE_STATE), row),
                (int) number(SpanColumn.FLAGS, row),
                Cells.text(spans.column(SpanColumn.NAME), row),
                (int) number(SpanColumn.KIND, row),
                start,
                start + number(SpanColumn.DURATION, row),
                attributes,
                (int) number(SpanColumn.DROPPED_ATTRIBUTES, row),
                events,
                (int) number(SpanColumn.DROPPED_EVENTS, row),
                links,
                (int) number(SpanColumn.DROPPED_LINKS, row),
                (int) number(SpanColumn.STATUS, row),
                Cells.text(spans.column(SpanColumn.STATUS_MESSAGE), row));
    }

    /// The parent id as it was sent.
    public long parentId(int row) {
        long distance = Cells.number(rows.spans().column(SpanColumn.PARENT), row, -1);
        if (distance < 0) {
            return 0;
        }
        return distance == 0 ? number(SpanColumn.PARENT_ID, row) : number(SpanColumn.SPAN_ID, row - (int) distance);
    }

    private List<List<Span.Event>> events(int from, int to) {
        TableRows<EventColumn> events = rows.events();
        List<List<Span.Event>> lists = emptyLists(to - from);
        ColumnData owner = events.column(EventColumn.SPAN);
        int first = Cells.lowerBound(owner, from);
        int last = Cells.lowerBound(owner, to);
        if (first == last) {
            return lists;
        }
        List<List<Attribute>> attributes = AttributeRows.read(events, first, last);
        for (int event = first; event < last; event++) {
            int row = (int) Cells.number(owner, event, 0);
            lists.get(row - from)
                    .add(new Span.Event(
                            number(SpanColumn.START, row) + Cells.number(events.column(EventColumn.TIME), event, 0),
                            Cells.text(events.column(EventColumn.NAME), event),
                            attributes.get(event - first),
                            dropped(events.column(EventColumn.DROPPED_ATTRIBUTES), event)));
        }
        return lists;
    }

    private List<List<Span.Link>> links(int from, int to) {
        TableRows<LinkColumn> links = rows.links();
        List<List<Span.Link>> lists = emptyLists(to - from);
        ColumnData owner = links.column(LinkColumn.SPAN);
        int first = Cells.lowerBound(owner, from);
        int last = Cells.lowerBound(owner, to);
        if (first == last) {
            return lists;
        }
        List<List<Attribute>> attributes = AttributeRows.read(links, first, last);
        ColumnData ids = links.column(LinkColumn.TRACE_ID);
        for (int link = first; link < last; link++) {
            int row = (int) Cells.number(owner, link, 0);
            lists.get(row - from)
                    .add(new Span.Link(
                            new TraceId(Cells.high(ids, link), Cells.low(ids, link)),
                            Cells.number(links.column(LinkColumn.SPAN_ID), link, 0),
                            Cells.text(links.column(LinkColumn.TRACE_STATE), link),
                            attributes.get(link - first),
                            dropped(links.column(LinkColumn.DROPPED_ATTRIBUTES), link),
                            dropped(links.column(LinkColumn.FLAGS), link)));
        }
        return lists;
    }

    private static <T> List<List<T>> emptyLists(int count) {
        List<List<T>> lists = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    private static int dropped(@Nullable ColumnData column, int row) {
        return (int) Cells.number(column, row, 0);
    }

    private long number(SpanColumn column, int row) {
        return Cells.number(rows.spans().column(column), row, 0);
    }
}
