package dev.spanflame.proto.otlp.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.model.Hex;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import dev.spanflame.model.trace.Span;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.otlp.IdBytes;
import dev.spanflame.proto.otlp.LoneSurrogates;
import dev.spanflame.proto.otlp.TraceMessages;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the parts of a trace; fields come in the order of their numbers and defaults are left out.
final class TraceJsonWriter {
    private final JsonGenerator json;
    private final IdForm form;

    TraceJsonWriter(JsonGenerator json, IdForm form) {
        this.json = json;
        this.form = form;
    }

    /// Writes the groups of `trace` as the field `name`, which is left out when there are none.
    void write(String name, Trace trace) throws IOException {
        if (trace.resourceSpans().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(name);
        for (Trace.ResourceSpans group : trace.resourceSpans()) {
            json.writeStartObject();
            resource(group.resource());
            if (!group.scopeSpans().isEmpty()) {
                json.writeArrayFieldStart("scopeSpans");
                for (Trace.ScopeSpans scope : group.scopeSpans()) {
                    scopeSpans(scope);
                }
                json.writeEndArray();
            }
            text("schemaUrl", group.resource().schemaUrl());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void resource(Resource resource) throws IOException {
        json.writeObjectFieldStart("resource");
        attributes(form == IdForm.BASE64 ? TraceMessages.tempoAttributes(resource) : resource.attributes());
        count("droppedAttributesCount", resource.droppedAttributes());
        List<EntityRef> refs = TraceMessages.entityRefs(resource);
        if (!refs.isEmpty()) {
            json.writeArrayFieldStart("entityRefs");
            for (EntityRef ref : refs) {
                entityRef(ref);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void entityRef(EntityRef ref) throws IOException {
        json.writeStartObject();
        text("schemaUrl", ref.getSchemaUrl());
        text("type", ref.getType());
        texts("idKeys", ref.getIdKeysList());
        texts("descriptionKeys", ref.getDescriptionKeysList());
        json.writeEndObject();
    }

    private void scopeSpans(Trace.ScopeSpans group) throws IOException {
        Scope scope = group.scope();
        json.writeStartObject();
        json.writeObjectFieldStart("scope");
        text("name", scope.name());
        text("version", scope.version());
        attributes(scope.attributes());
        count("droppedAttributesCount", scope.droppedAttributes());
        json.writeEndObject();
        if (!group.spans().isEmpty()) {
            json.writeArrayFieldStart("spans");
            for (Span span : group.spans()) {
                span(span);
            }
            json.writeEndArray();
        }
        text("schemaUrl", scope.schemaUrl());
        json.writeEndObject();
    }

    private void span(Span span) throws IOException {
        json.writeStartObject();
        id("traceId", span.traceId());
        id("spanId", span.spanId());
        text("traceState", span.traceState());
        id("parentSpanId", span.parentSpanId());
        text("name", span.name());
        SpanKind kind = SpanKind.forNumber(span.kind());
        named("kind", span.kind(), kind == null ? null : kind.name());
        time("startTimeUnixNano", span.startNanos());
        time("endTimeUnixNano", span.endNanos());
        attributes(span.attributes());
        count("droppedAttributesCount", span.droppedAttributes());
        events(span.events());
        count("droppedEventsCount", span.droppedEvents());
        links(span.links());
        count("droppedLinksCount", span.droppedLinks());
        status(span);
        count("flags", span.flags());
        json.writeEndObject();
    }

    private void status(Span span) throws IOException {
        json.writeObjectFieldStart("status");
        text("message", span.statusMessage());
        StatusCode code = StatusCode.forNumber(span.status());
        named("code", span.status(), code == null ? null : code.name());
        json.writeEndObject();
    }

    private void events(List<Span.Event> events) throws IOException {
        if (events.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("events");
        for (Span.Event event : events) {
            json.writeStartObject();
            time("timeUnixNano", event.timeNanos());
            text("name", event.name());
            attributes(event.attributes());
            count("droppedAttributesCount", event.droppedAttributes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void links(List<Span.Link> links) throws IOException {
        if (links.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("links");
        for (Span.Link link : links) {
            json.writeStartObject();
            id("traceId", link.traceId());
            id("spanId", link.spanId());
            text("traceState", link.traceState());
            attributes(link.attributes());
            count("droppedAttributesCount", link.droppedAttributes());
            count("flags", link.flags());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void attributes(List<Attribute> attributes) throws IOException {
        if (!attributes.isEmpty()) {
            AttributeJson.writeAll(json, "attributes", attributes);
        }
    }

    private void id(String name, TraceId id) throws IOException {
        if (!id.isZero()) {
            json.writeStringField(
                    name, form == IdForm.HEX ? id.hex() : Base64.getEncoder().encodeToString(IdBytes.of(id)));
        }
    }

    private void id(String name, long id) throws IOException {
        if (id != 0) {
            json.writeStringField(
                    name, form == IdForm.HEX ? Hex.of(id) : Base64.getEncoder().encodeToString(IdBytes.of(id)));
        }
    }

    private void named(String field, int number, @Nullable String name) throws IOException {
        if (number == 0) {
            return;
        }
        if (form == IdForm.HEX || name == null) {
            json.writeNumberField(field, number);
        } else {
            json.writeStringField(field, name);
        }
    }

    private void time(String name, long nanos) throws IOException {
        if (nanos != 0) {
            json.writeStringField(name, Long.toUnsignedString(nanos));
        }
    }

    private void count(String name, int count) throws IOException {
        if (count != 0) {
            json.writeNumberField(name, Integer.toUnsignedLong(count));
        }
    }

    private void text(String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, LoneSurrogates.replaced(value));
        }
    }

    private void texts(String name, List<String> values) throws IOException {
        if (!values.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (String value : values) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
    }
}
