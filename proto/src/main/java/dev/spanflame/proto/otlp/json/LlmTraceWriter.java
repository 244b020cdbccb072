package dev.spanflame.proto.otlp.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.model.Hex;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.proto.wire.LoneSurrogates;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes traces in the form that Tempo made for language models: grouped by service, attributes as objects
/// of plain values, ids in hexadecimal.
final class LlmTraceWriter {
    private static final double NANOS_PER_MILLI = 1e6;

    private final JsonGenerator json;

    LlmTraceWriter(JsonGenerator json) {
        this.json = json;
    }

    /// Writes the trace as an object, empty if it has no span.
    void write(Trace trace) throws IOException {
        json.writeStartObject();
        if (trace.spanCount() > 0) {
            json.writeStringField("traceId", traceId(trace));
            json.writeArrayFieldStart("services");
            for (Map.Entry<List<Attribute>, List<Trace.ScopeSpans>> service :
                    services(trace).entrySet()) {
                service(service.getKey(), service.getValue());
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static String traceId(Trace trace) {
        for (Trace.ResourceSpans resource : trace.resourceSpans()) {
            for (Trace.ScopeSpans scope : resource.scopeSpans()) {
                if (!scope.spans().isEmpty()) {
                    return scope.spans().getFirst().traceId().hex();
                }
            }
        }
        return "";
    }

    private static Map<List<Attribute>, List<Trace.ScopeSpans>> services(Trace trace) {
        Map<List<Attribute>, List<Trace.ScopeSpans>> services = new LinkedHashMap<>();
        for (Trace.ResourceSpans group : trace.resourceSpans()) {
            services.computeIfAbsent(group.resource().attributes(), _ -> new ArrayList<>())
                    .addAll(group.scopeSpans());
        }
        return services;
    }

    private void service(List<Attribute> resource, List<Trace.ScopeSpans> scopes) throws IOException {
        json.writeStartObject();
        String name = "";
        for (Attribute attribute : resource) {
            if (attribute.key().equals("service.name")
                    && attribute.value() instanceof AttributeValue.Text(String text)) {
                name = text;
            }
        }
        text("serviceName", name);
        attributes("resource", resource);
        json.writeArrayFieldStart("scopes");
        for (Trace.ScopeSpans scope : scopes) {
            json.writeStartObject();
            text("name", scope.scope().name());
            text("version", scope.scope().version());
            json.writeArrayFieldStart("spans");
            for (Span span : scope.spans()) {
                span(span);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void span(Span span) throws IOException {
        json.writeStartObject();
        json.writeStringField("spanId", Hex.of(span.spanId()));
        text("name", span.name());
        json.writeStringField("parentSpanId", span.parentSpanId() == 0 ? "" : Hex.of(span.parentSpanId()));
        SpanKind kind = SpanKind.forNumber(span.kind());
        json.writeStringField("kind", kind == null ? "SPAN_KIND_" + span.kind() : kind.name());
        json.writeStringField("startTimeUnixNano", Long.toUnsignedString(span.startNanos()));
        json.writeStringField("endTimeUnixNano", Long.toUnsignedString(span.endNanos()));
        json.writeNumberField("durationMs", (span.endNanos() - span.startNanos()) / NANOS_PER_MILLI);
        attributes("attributes", span.attributes());
        if (!span.events().isEmpty()) {
            json.writeFieldName("events");
            SpanParts.writeEvents(json, span.events());
        }
        if (!span.links().isEmpty()) {
            json.writeFieldName("links");
            SpanParts.writeLinks(json, span.links());
        }
        json.writeObjectFieldStart("status");
        StatusCode code = StatusCode.forNumber(span.status());
        json.writeStringField("code", code == null ? "STATUS_CODE_" + span.status() : code.name());
        text("message", span.statusMessage());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void text(String name, String text) throws IOException {
        json.writeStringField(name, LoneSurrogates.replaced(text));
    }

    private void attributes(String name, List<Attribute> attributes) throws IOException {
        json.writeFieldName(name);
        SpanParts.writeAttributes(json, attributes);
    }
}
