package dev.spanflame.proto.otlp;

import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeTable;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.RowTable;
import dev.spanflame.model.trace.Scope;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.EventColumn;
import dev.spanflame.model.trace.SpanBatch.LinkColumn;
import dev.spanflame.model.trace.SpanBatch.ResourceColumn;
import dev.spanflame.model.trace.SpanBatch.ScopeColumn;
import dev.spanflame.model.trace.SpanBatch.SpanColumn;
import dev.spanflame.model.trace.TextRef;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of a [SpanBatch] as records, for doors and tests. Keys that repeat within an owner repeat in its list.
public final class SpanRecords {
    private SpanRecords() {}

    /// All spans of `batch`, grouped as they were sent.
    public static Trace trace(SpanBatch batch) {
        List<Trace.ResourceSpans> groups = new ArrayList<>();
        int row = 0;
        while (row < batch.spans().size()) {
            int resource = batch.spans().getInt(SpanColumn.RESOURCE, row);
            List<Trace.ScopeSpans> scopes = new ArrayList<>();
            while (row < batch.spans().size() && batch.spans().getInt(SpanColumn.RESOURCE, row) == resource) {
                int scope = batch.spans().getInt(SpanColumn.SCOPE, row);
                List<Span> spans = new ArrayList<>();
                while (isIn(batch, row, resource, scope)) {
                    spans.add(span(batch, row++));
                }
                scopes.add(new Trace.ScopeSpans(scope(batch, scope), spans));
            }
            groups.add(new Trace.ResourceSpans(resource(batch, resource), scopes));
        }
        return new Trace(groups);
    }

    private static boolean isIn(SpanBatch batch, int row, int resource, int scope) {
        return row < batch.spans().size()
                && batch.spans().getInt(SpanColumn.RESOURCE, row) == resource
                && batch.spans().getInt(SpanColumn.SCOPE, row) == scope;
    }

    /// The resource in `row`.
    public static Resource resource(SpanBatch batch, int row) {
        RowTable<ResourceColumn> resources = batch.resources();
        return new Resource(
                attributes(
                        batch,
                        resources.getInt(ResourceColumn.ATTRIBUTES_FROM, row),
                        resources.getInt(ResourceColumn.ATTRIBUTES_TO, row)),
                resources.getInt(ResourceColumn.DROPPED_ATTRIBUTES, row),
                batch.text(resources.get(ResourceColumn.SCHEMA_URL, row)),
                new AttributeValue.Bytes(slice(batch, resources.get(ResourceColumn.ENTITY_REFS, row))));
    }

    /// The scope in `row`.
    public static Scope scope(SpanBatch batch, int row) {
        RowTable<ScopeColumn> scopes = batch.scopes();
        return new Scope(
                batch.text(scopes.get(ScopeColumn.NAME, row)),
                batch.text(scopes.get(ScopeColumn.VERSION, row)),
                attributes(
                        batch,
                        scopes.getInt(ScopeColumn.ATTRIBUTES_FROM, row),
                        scopes.getInt(ScopeColumn.ATTRIBUTES_TO, row)),
                scopes.getInt(ScopeColumn.DROPPED_ATTRIBUTES, row),
                batch.text(scopes.get(ScopeColumn.SCHEMA_URL, row)));
    }

    /// The span in `row`.
    public static Span span(SpanBatch batch, int row) {
        RowTable<SpanColumn> spans = batch.spans();
        return new Span(
                new TraceId(spans.get(SpanColumn.TRACE_HIGH, row), spans.get(SpanColumn.TRACE_LOW, row)),
                spans.get(SpanColumn.SPAN_ID, row),
                spans.get(SpanColumn.PARENT_ID, row),
                batch.text(spans.get(SpanColumn.TRACE_STATE, row)),
                spans.getInt(SpanColumn.FLAGS, row),
                batch.text(spans.get(SpanColumn.NAME, row)),
                spans.getInt(SpanColumn.KIND, row),
                spans.get(SpanColumn.START, row),
                spans.get(SpanColumn.END, row),
                attributes(
                        batch,
                        spans.getInt(SpanColumn.ATTRIBUTES_FROM, row),
                        spans.getInt(SpanColumn.ATTRIBUTES_TO, row)),
                spans.getInt(SpanColumn.DROPPED_ATTRIBUTES, row),
                events(batch, spans.getInt(SpanColumn.EVENTS_FROM, row), spans.getInt(SpanColumn.EVENTS_TO, row)),
                spans.getInt(SpanColumn.DROPPED_EVENTS, row),
                links(batch, spans.getInt(SpanColumn.LINKS_FROM, row), spans.getInt(SpanColumn.LINKS_TO, row)),
                spans.getInt(SpanColumn.DROPPED_LINKS, row),
                spans.getInt(SpanColumn.STATUS, row),
                batch.text(spans.get(SpanColumn.STATUS_MESSAGE, row)));
    }

    private static List<Span.Event> events(SpanBatch batch, int from, int to) {
        RowTable<EventColumn> events = batch.events();
        List<Span.Event> records = new ArrayList<>(to - from);
        for (int row = from; row < to; row++) {
            records.add(new Span.Event(
                    events.get(EventColumn.TIME, row),
                    batch.text(events.get(EventColumn.NAME, row)),
                    attributes(
                            batch,
                            events.getInt(EventColumn.ATTRIBUTES_FROM, row),
                            events.getInt(EventColumn.ATTRIBUTES_TO, row)),
                    events.getInt(EventColumn.DROPPED_ATTRIBUTES, row)));
        }
        return records;
    }

    private static List<Span.Link> links(SpanBatch batch, int from, int to) {
        RowTable<LinkColumn> links = batch.links();
        List<Span.Link> records = new ArrayList<>(to - from);
        for (int row = from; row < to; row++) {
            records.add(new Span.Link(
                    new TraceId(links.get(LinkColumn.TRACE_HIGH, row), links.get(LinkColumn.TRACE_LOW, row)),
                    links.get(LinkColumn.SPAN_ID, row),
                    batch.text(links.get(LinkColumn.TRACE_STATE, row)),
                    attributes(
                            batch,
                            links.getInt(LinkColumn.ATTRIBUTES_FROM, row),
                            links.getInt(LinkColumn.ATTRIBUTES_TO, row)),
                    links.getInt(LinkColumn.DROPPED_ATTRIBUTES, row),
                    links.getInt(LinkColumn.FLAGS, row)));
        }
        return records;
    }

    /// Attributes in the rows `[from, to)`.
    public static List<Attribute> attributes(SpanBatch batch, int from, int to) {
        List<Attribute> records = new ArrayList<>(to - from);
        for (int row = from; row < to; row++) {
            records.add(new Attribute(batch.text(batch.attributes().key(row)), value(batch, row)));
        }
        return records;
    }

    /// Value of the attribute in `row`.
    public static AttributeValue value(SpanBatch batch, int row) {
        AttributeTable attributes = batch.attributes();
        long bits = attributes.bits(row);
        return switch (attributes.type(row)) {
            case EMPTY -> new AttributeValue.Empty();
            case STRING -> new AttributeValue.Text(batch.text(bits));
            case BOOL -> new AttributeValue.Bool(bits != 0);
            case INT -> new AttributeValue.Int(bits);
            case DOUBLE -> new AttributeValue.Real(Double.longBitsToDouble(bits));
            case BYTES -> new AttributeValue.Bytes(slice(batch, bits));
            case ARRAY, MAP ->
                AnyValueCodec.decode(batch.bytes(), TextRef.offset(bits), TextRef.offset(bits) + TextRef.length(bits));
        };
    }

    private static byte[] slice(SpanBatch batch, long ref) {
        return Arrays.copyOfRange(batch.bytes(), TextRef.offset(ref), TextRef.offset(ref) + TextRef.length(ref));
    }
}
