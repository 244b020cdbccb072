package dev.spanflame.proto.otlp.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.spanflame.proto.wire.WireWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// Translates an `ExportTraceServiceRequest` from OTLP/JSON to protobuf, so that all that follows knows one
/// form.
///
/// OTLP/JSON is proto3 JSON except that ids are hexadecimal, in either case. Accepted: lowerCamelCase and
/// snake_case names, enums as number or name, 64-bit numbers as text or number, `null` for absent. Unknown
/// fields are ignored. An id that is not hexadecimal, or of a wrong length, becomes bytes that are no id
/// either, so that its span alone is refused later; the unknown name of an enum becomes -1.
///
/// One reader reads one request.
public final class OtlpJsonReader {
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;

    private final JsonParser json;
    private final WireWriter out;
    private int depth;

    private OtlpJsonReader(JsonParser json, WireWriter out) {
        this.json = json;
        this.out = out;
    }

    /// Protobuf bytes of `request`.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST and reason `malformed_json` that names line and column.
    public static byte[] toProtobuf(byte[] request) {
        return JsonRequest.toProtobuf(request, (json, out) -> {
            OtlpJsonReader reader = new OtlpJsonReader(json, out);
            reader.readFields("request", reader::requestField);
        });
    }

    /// Reads the field of this name, whose value is at the cursor; steps over it when it is unknown.
    @FunctionalInterface
    private interface FieldReader {
        void read(String name) throws IOException;
    }

    private void readFields(String what, FieldReader fields) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw JsonTokens.refused(json, what, "an object");
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                fields.read(name);
            }
        }
    }

    private void message(int number, String what, FieldReader fields) throws IOException {
        if (++depth > JsonRequest.MAX_DEPTH) {
            throw JsonTokens.refused(json, what, "nested less than " + JsonRequest.MAX_DEPTH + " deep");
        }
        int mark = out.begin(number);
        if (json.currentToken() != JsonToken.VALUE_NULL) {
            readFields(what, fields);
        }
        out.end(mark);
        depth--;
    }

    private void messages(int number, String what, FieldReader fields) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw JsonTokens.refused(json, what, "an array");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            message(number, what, fields);
        }
    }

    private void texts(int number, String what) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw JsonTokens.refused(json, what, "an array");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            out.text(number, JsonTokens.text(json, what));
        }
    }

    private void requestField(String name) throws IOException {
        switch (name) {
            case "resourceSpans", "resource_spans" -> messages(1, name, this::resourceSpansField);
            default -> json.skipChildren();
        }
    }

    private void resourceSpansField(String name) throws IOException {
        switch (name) {
            case "resource" -> message(1, name, this::resourceField);
            case "scopeSpans", "scope_spans" -> messages(2, name, this::scopeSpansField);
            case "schemaUrl", "schema_url" -> text(3, name);
            default -> json.skipChildren();
        }
    }

    private void resourceField(String name) throws IOException {
        switch (name) {
            case "attributes" -> messages(1, name, this::keyValueField);
            case "droppedAttributesCount", "dropped_attributes_count" -> count(2, name);
            case "entityRefs", "entity_refs" -> messages(3, name, this::entityRefField);
            default -> json.skipChildren();
        }
    }

    private void entityRefField(String name) throws IOException {
        switch (name) {
            case "schemaUrl", "schema_url" -> text(1, name);
            case "type" -> text(2, name);
            case "idKeys", "id_keys" -> texts(3, name);
            case "descriptionKeys", "description_keys" -> texts(4, name);
            default -> json.skipChildren();
        }
    }

    private void scopeSpansField(String name) throws IOException {
        switch (name) {
            case "scope" -> message(1, name, this::scopeField);
            case "spans" -> messages(2, name, this::spanField);
            case "schemaUrl", "schema_url" -> text(3, name);
            default -> json.skipChildren();
        }
    }

    private void scopeField(String name) throws IOException {
        switch (name) {
            case "name" -> text(1, name);
            case "version" -> text(2, name);
            case "attributes" -> messages(3, name, this::keyValueField);
            case "droppedAttributesCount", "dropped_attributes_count" -> count(4, name);
            default -> json.skipChildren();
        }
    }

    private void spanField(String name) throws IOException {
        switch (name) {
            case "traceId", "trace_id" -> id(1, name, TRACE_ID_BYTES);
            case "spanId", "span_id" -> id(2, name, SPAN_ID_BYTES);
            case "traceState", "trace_state" -> text(3, name);
            case "parentSpanId", "parent_span_id" -> id(4, name, SPAN_ID_BYTES);
            case "flags" -> out.fixed32(16, JsonTokens.unsigned32(json, name));
            case "name" -> text(5, name);
            case "kind" -> out.number(6, EnumNames.spanKind(json));
            case "startTimeUnixNano", "start_time_unix_nano" -> time(7, name);
            case "endTimeUnixNano", "end_time_unix_nano" -> time(8, name);
            case "attributes" -> messages(9, name, this::keyValueField);
            case "droppedAttributesCount", "dropped_attributes_count" -> count(10, name);
            case "events" -> messages(11, name, this::eventField);
            case "droppedEventsCount", "dropped_events_count" -> count(12, name);
            case "links" -> messages(13, name, this::linkField);
            case "droppedLinksCount", "dropped_links_count" -> count(14, name);
            case "status" -> message(15, name, this::statusField);
            default -> json.skipChildren();
        }
    }

    private void eventField(String name) throws IOException {
        switch (name) {
            case "timeUnixNano", "time_unix_nano" -> time(1, name);
            case "name" -> text(2, name);
            case "attributes" -> messages(3, name, this::keyValueField);
            case "droppedAttributesCount", "dropped_attributes_count" -> count(4, name);
            default -> json.skipChildren();
        }
    }

    private void linkField(String name) throws IOException {
        switch (name) {
            case "traceId", "trace_id" -> id(1, name, TRACE_ID_BYTES);
            case "spanId", "span_id" -> id(2, name, SPAN_ID_BYTES);
            case "traceState", "trace_state" -> text(3, name);
            case "attributes" -> messages(4, name, this::keyValueField);
            case "droppedAttributesCount", "dropped_attributes_count" -> count(5, name);
            case "flags" -> out.fixed32(6, JsonTokens.unsigned32(json, name));
            default -> json.skipChildren();
        }
    }

    private void statusField(String name) throws IOException {
        switch (name) {
            case "message" -> text(2, name);
            case "code" -> out.number(3, EnumNames.statusCode(json));
            default -> json.skipChildren();
        }
    }

    private void keyValueField(String name) throws IOException {
        switch (name) {
            case "key" -> text(1, name);
            case "value" -> message(2, name, this::anyValueField);
            default -> json.skipChildren();
        }
    }

    private void anyValueField(String name) throws IOException {
        switch (name) {
            case "stringValue", "string_value" -> text(1, name);
            case "boolValue", "bool_value" -> out.number(2, JsonTokens.flag(json, name) ? 1 : 0);
            case "intValue", "int_value" -> out.number(3, JsonTokens.signed(json, name));
            case "doubleValue", "double_value" ->
                out.fixed64(4, Double.doubleToRawLongBits(JsonTokens.real(json, name)));
            case "arrayValue", "array_value" -> message(5, name, this::arrayField);
            case "kvlistValue", "kvlist_value" -> message(6, name, this::mapField);
            case "bytesValue", "bytes_value" -> out.bytes(7, JsonTokens.bytes(json, name));
            default -> json.skipChildren();
        }
    }

    private void arrayField(String name) throws IOException {
        switch (name) {
            case "values" -> messages(1, name, this::anyValueField);
            default -> json.skipChildren();
        }
    }

    private void mapField(String name) throws IOException {
        switch (name) {
            case "values" -> messages(1, name, this::keyValueField);
            default -> json.skipChildren();
        }
    }

    private void text(int number, String field) throws IOException {
        out.text(number, JsonTokens.text(json, field));
    }

    private void time(int number, String field) throws IOException {
        out.fixed64(number, JsonTokens.unsigned(json, field));
    }

    private void count(int number, String field) throws IOException {
        out.number(number, Integer.toUnsignedLong(JsonTokens.unsigned32(json, field)));
    }

    private void id(int number, String field, int size) throws IOException {
        String text = JsonTokens.text(json, field);
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException _) {
            byte[] raw = text.getBytes(StandardCharsets.UTF_8);
            bytes = raw.length == size ? Arrays.copyOf(raw, size + 1) : raw;
        }
        out.bytes(number, bytes);
    }
}
