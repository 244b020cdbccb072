package dev.spanflame.proto.otlp.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.model.Hex;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Span;
import dev.spanflame.proto.wire.LoneSurrogates;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Attributes, events and links as plain JSON, see [PlainJson]: objects and arrays of objects, ids in hexadecimal.
public final class SpanParts {
    private SpanParts() {}

    @FunctionalInterface
    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /// Text of attributes: an object.
    public static String attributes(List<Attribute> attributes) {
        return text(json -> writeAttributes(json, attributes));
    }

    /// Text of events: an array of objects.
    public static String events(List<Span.Event> events) {
        return text(json -> writeEvents(json, events));
    }

    /// Text of links: an array of objects.
    public static String links(List<Span.Link> links) {
        return text(json -> writeLinks(json, links));
    }

    private static String text(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonFactories.TRUSTED.createGenerator(text)) {
            content.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    /// Of a key that comes twice the last value counts.
    static void writeAttributes(JsonGenerator json, List<Attribute> attributes) throws IOException {
        Map<String, AttributeValue> last = new LinkedHashMap<>();
        attributes.forEach(attribute -> last.put(attribute.key(), attribute.value()));
        json.writeStartObject();
        for (Map.Entry<String, AttributeValue> attribute : last.entrySet()) {
            json.writeFieldName(LoneSurrogates.replaced(attribute.getKey()));
            PlainJson.write(json, attribute.getValue());
        }
        json.writeEndObject();
    }

    static void writeEvents(JsonGenerator json, List<Span.Event> events) throws IOException {
        json.writeStartArray();
        for (Span.Event event : events) {
            json.writeStartObject();
            json.writeStringField("name", LoneSurrogates.replaced(event.name()));
            json.writeStringField("timeUnixNano", Long.toUnsignedString(event.timeNanos()));
            json.writeFieldName("attributes");
            writeAttributes(json, event.attributes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void writeLinks(JsonGenerator json, List<Span.Link> links) throws IOException {
        json.writeStartArray();
        for (Span.Link link : links) {
            json.writeStartObject();
            json.writeStringField("traceId", link.traceId().hex());
            json.writeStringField("spanId", Hex.of(link.spanId()));
            json.writeFieldName("attributes");
            writeAttributes(json, link.attributes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
