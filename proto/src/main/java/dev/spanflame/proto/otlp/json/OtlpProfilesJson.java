package dev.spanflame.proto.otlp.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.spanflame.proto.wire.WireWriter;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Translates an `ExportProfilesServiceRequest` from OTLP/JSON to protobuf, in the layout of
/// opentelemetry-proto 1.11, or in that of 1.7 where it has that.
///
/// Versions 1.9 to 1.11 are the same in JSON, where fields have names; of version 1.8 the older names
/// `sample` and `line` are understood. Ids are hexadecimal or, as some senders write them, base64.
/// Unknown fields are ignored.
///
/// One reader reads one request, in memory that its size bounds.
public final class OtlpProfilesJson {
    private static final Set<String> IDS = Set.of("trace_id", "span_id", "profile_id");
    private static final Map<String, String> OLDER_NAMES = Map.of("sample", "samples", "line", "lines");
    private static final Map<Descriptor, Map<String, FieldDescriptor>> FIELDS = new ConcurrentHashMap<>();

    private final JsonParser json;
    private final WireWriter out;
    private int depth;

    private OtlpProfilesJson(JsonParser json, WireWriter out) {
        this.json = json;
        this.out = out;
    }

    /// Protobuf bytes of `request`.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST and reason `malformed_json` that names line and
    /// column.
    public static byte[] toProtobuf(byte[] request) {
        return JsonRequest.toProtobuf(
                request, (json, out) -> new OtlpProfilesJson(json, out).readMessage("request", layout(request)));
    }

    private static Descriptor layout(byte[] request) throws IOException {
        return OlderProfiles.isIn(request) ? OlderProfiles.REQUEST : ExportProfilesServiceRequest.getDescriptor();
    }

    private void readMessage(String what, Descriptor type) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw JsonTokens.refused(json, what, "an object");
        }
        if (++depth > JsonRequest.MAX_DEPTH) {
            throw JsonTokens.refused(json, what, "nested less than " + JsonRequest.MAX_DEPTH + " deep");
        }
        Map<String, FieldDescriptor> fields = FIELDS.computeIfAbsent(type, OtlpProfilesJson::fields);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            FieldDescriptor field = fields.get(json.currentName());
            JsonToken value = json.nextToken();
            if (field == null) {
                json.skipChildren();
            } else if (value != JsonToken.VALUE_NULL) {
                readField(field);
            }
        }
        depth--;
    }

    /// A field `line` of the older layout is a list, that of today's `Line` a number.
    private static Map<String, FieldDescriptor> fields(Descriptor type) {
        Map<String, FieldDescriptor> fields = new HashMap<>();
        OLDER_NAMES.forEach((older, name) -> {
            FieldDescriptor field = type.findFieldByName(name);
            if (field != null && field.isRepeated()) {
                fields.put(older, field);
            }
        });
        for (FieldDescriptor field : type.getFields()) {
            fields.put(field.getName(), field);
            fields.put(field.getJsonName(), field);
        }
        return fields;
    }

    private void readField(FieldDescriptor field) throws IOException {
        if (!field.isRepeated()) {
            readValue(field);
            return;
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw JsonTokens.refused(json, field.getJsonName(), "an array");
        }
        if (field.isPacked()) {
            int mark = out.begin(field.getNumber());
            while (json.nextToken() != JsonToken.END_ARRAY) {
                readPacked(field);
            }
            out.end(mark);
        } else {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                readValue(field);
            }
        }
    }

    private void readPacked(FieldDescriptor field) throws IOException {
        String name = field.getJsonName();
        switch (field.getType()) {
            case FIXED64, SFIXED64 -> out.packedFixed64(JsonTokens.unsigned(json, name));
            case UINT64 -> out.packed(JsonTokens.unsigned(json, name));
            default -> out.packed(JsonTokens.signed(json, name));
        }
    }

    private void readValue(FieldDescriptor field) throws IOException {
        int number = field.getNumber();
        String name = field.getJsonName();
        switch (field.getType()) {
            case MESSAGE, GROUP -> {
                int mark = out.begin(number);
                readMessage(name, field.getMessageType());
                out.end(mark);
            }
            case STRING -> out.text(number, JsonTokens.text(json, name));
            case BYTES -> out.bytes(number, IDS.contains(field.getName()) ? id(name) : JsonTokens.bytes(json, name));
            case BOOL -> out.number(number, JsonTokens.flag(json, name) ? 1 : 0);
            case DOUBLE, FLOAT -> out.fixed64(number, Double.doubleToRawLongBits(JsonTokens.real(json, name)));
            case FIXED64, SFIXED64 -> out.fixed64(number, JsonTokens.unsigned(json, name));
            case FIXED32, SFIXED32 -> out.fixed32(number, JsonTokens.unsigned32(json, name));
            case UINT64 -> out.number(number, JsonTokens.unsigned(json, name));
            case UINT32 -> out.number(number, Integer.toUnsignedLong(JsonTokens.unsigned32(json, name)));
            case INT32, INT64, SINT32, SINT64, ENUM -> out.number(number, JsonTokens.signed(json, name));
        }
    }

    private byte[] id(String name) throws IOException {
        String text = JsonTokens.text(json, name);
        if (text.length() == 32 || text.length() == 16) {
            try {
                return HexFormat.of().parseHex(text);
            } catch (IllegalArgumentException _) {
                return JsonTokens.bytes(json, name);
            }
        }
        return JsonTokens.bytes(json, name);
    }
}
