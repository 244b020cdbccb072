package dev.spanflame.querier.tempo.table;

import dev.spanflame.model.Hex;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.otlp.json.SpanParts;
import dev.spanflame.querier.arrow.ArrowField;
import dev.spanflame.querier.arrow.ArrowReply;
import dev.spanflame.querier.arrow.ArrowType;
import dev.spanflame.querier.arrow.ArrowWriter;
import dev.spanflame.traceql.type.Value;
import dev.spanflame.traceql.type.Values;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// The spans of a trace as a table, one a row. Attributes, events and links are JSON text.
public final class SpanTable {
    private static final List<ArrowField> FIELDS = List.of(
            new ArrowField("trace_id", ArrowType.TEXT),
            new ArrowField("span_id", ArrowType.TEXT),
            new ArrowField("parent_span_id", ArrowType.TEXT),
            new ArrowField("service", ArrowType.TEXT),
            new ArrowField("name", ArrowType.TEXT),
            new ArrowField("kind", ArrowType.TEXT),
            new ArrowField("status", ArrowType.TEXT),
            new ArrowField("status_message", ArrowType.TEXT),
            new ArrowField("start", ArrowType.TIME),
            new ArrowField("duration", ArrowType.DURATION),
            new ArrowField("attributes", ArrowType.TEXT),
            new ArrowField("resource_attributes", ArrowType.TEXT),
            new ArrowField("scope_name", ArrowType.TEXT),
            new ArrowField("scope_version", ArrowType.TEXT),
            new ArrowField("events", ArrowType.TEXT),
            new ArrowField("links", ArrowType.TEXT),
            new ArrowField("trace_state", ArrowType.TEXT));

    private SpanTable() {}

    /// The answer with all spans of `trace`; `missing` says which are not in it, empty if none.
    public static HttpReply reply(Trace trace, String missing) {
        Map<String, String> notes = missing.isEmpty() ? Map.of() : StatsTable.partial(missing);
        return ArrowReply.of(FIELDS, notes, out -> {
            for (Trace.ResourceSpans resource : trace.resourceSpans()) {
                String service = service(resource.resource());
                String attributes = SpanParts.attributes(resource.resource().attributes());
                for (Trace.ScopeSpans scope : resource.scopeSpans()) {
                    for (Span span : scope.spans()) {
                        out.text(3, service);
                        out.text(11, attributes);
                        textIfAny(out, 12, scope.scope().name());
                        textIfAny(out, 13, scope.scope().version());
                        write(span, out);
                    }
                }
            }
        });
    }

    private static void write(Span span, ArrowWriter out) throws IOException {
        out.text(0, span.traceId().hex());
        out.text(1, Hex.of(span.spanId()));
        if (span.parentSpanId() != 0) {
            out.text(2, Hex.of(span.parentSpanId()));
        }
        out.text(4, span.name());
        out.text(5, Values.text(new Value.Kind(span.kind())));
        out.text(6, Values.text(new Value.Status(span.status())));
        textIfAny(out, 7, span.statusMessage());
        out.time(8, span.startNanos());
        out.duration(9, Math.max(0, span.endNanos() - span.startNanos()));
        out.text(10, SpanParts.attributes(span.attributes()));
        textIfAny(out, 14, span.events().isEmpty() ? "" : SpanParts.events(span.events()));
        textIfAny(out, 15, span.links().isEmpty() ? "" : SpanParts.links(span.links()));
        textIfAny(out, 16, span.traceState());
        out.endRow();
    }

    private static void textIfAny(ArrowWriter out, int column, String text) {
        if (!text.isEmpty()) {
            out.text(column, text);
        }
    }

    private static String service(Resource resource) {
        String service = "";
        for (Attribute attribute : resource.attributes()) {
            if (attribute.key().equals("service.name")) {
                service = attribute.value() instanceof AttributeValue.Text(String text) ? text : "";
            }
        }
        return service;
    }
}
