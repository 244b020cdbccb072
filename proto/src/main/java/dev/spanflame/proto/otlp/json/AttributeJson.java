package dev.spanflame.proto.otlp.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.proto.otlp.LoneSurrogates;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// An [AttributeValue] as compact JSON text in the form of OTLP/JSON, such as
/// `{"arrayValue":{"values":[{"intValue":"1"},{"stringValue":"a"}]}}`: how blocks keep arrays and maps.
///
/// Nothing is lost on the way there and back but the payload bits of a NaN: 64-bit integers and the words `NaN`,
/// `Infinity` and `-Infinity` are text, bytes are base64.
public final class AttributeJson {
    private AttributeJson() {}

    /// Text of `value`.
    public static String text(AttributeValue value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonFactories.TRUSTED.createGenerator(text)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    /// Value of a text that [#text] made. Throws [IllegalArgumentException] for any other.
    public static AttributeValue parse(String text) {
        try (JsonParser json = JsonFactories.TRUSTED.createParser(text)) {
            json.nextToken();
            AttributeValue value = read(json);
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("text goes on after its value");
            }
            return value;
        } catch (IOException e) {
            throw new IllegalArgumentException("not the text of an attribute value", e);
        }
    }

    /// Writes `value` as one JSON object.
    static void write(JsonGenerator json, AttributeValue value) throws IOException {
        json.writeStartObject();
        switch (value) {
            case AttributeValue.Empty() -> {}
            case AttributeValue.Text(String text) ->
                json.writeStringField("stringValue", LoneSurrogates.replaced(text));
            case AttributeValue.Bool(boolean flag) -> json.writeBooleanField("boolValue", flag);
            case AttributeValue.Int(long number) -> json.writeStringField("intValue", Long.toString(number));
            case AttributeValue.Real(double number) -> json.writeNumberField("doubleValue", number);
            case AttributeValue.Bytes(byte[] bytes) ->
                json.writeStringField("bytesValue", Base64.getEncoder().encodeToString(bytes));
            case AttributeValue.Array(List<AttributeValue> values) -> {
                json.writeObjectFieldStart("arrayValue");
                json.writeArrayFieldStart("values");
                for (AttributeValue element : values) {
                    write(json, element);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            case AttributeValue.Map(List<Attribute> entries) -> {
                json.writeObjectFieldStart("kvlistValue");
                writeAll(json, "values", entries);
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    /// Writes `attributes` as an array of keys and values.
    static void writeAll(JsonGenerator json, String name, List<Attribute> attributes) throws IOException {
        json.writeArrayFieldStart(name);
        for (Attribute attribute : attributes) {
            json.writeStartObject();
            json.writeStringField("key", LoneSurrogates.replaced(attribute.key()));
            json.writeFieldName("value");
            write(json, attribute.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static AttributeValue read(JsonParser json) throws IOException {
        expect(json, JsonToken.START_OBJECT);
        AttributeValue value = new AttributeValue.Empty();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            value = switch (field) {
                case "stringValue" -> new AttributeValue.Text(json.getText());
                case "boolValue" -> new AttributeValue.Bool(json.getBooleanValue());
                case "intValue" -> new AttributeValue.Int(Long.parseLong(json.getText()));
                case "doubleValue" -> new AttributeValue.Real(Double.parseDouble(json.getText()));
                case "bytesValue" ->
                    new AttributeValue.Bytes(Base64.getDecoder().decode(json.getText()));
                case "arrayValue" -> new AttributeValue.Array(readValues(json));
                case "kvlistValue" -> new AttributeValue.Map(readEntries(json));
                default -> throw new IllegalArgumentException("unknown kind of value '" + field + "'");
            };
        }
        return value;
    }

    private static List<AttributeValue> readValues(JsonParser json) throws IOException {
        List<AttributeValue> values = new ArrayList<>();
        enterValues(json);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(read(json));
        }
        json.nextToken();
        expect(json, JsonToken.END_OBJECT);
        return values;
    }

    private static List<Attribute> readEntries(JsonParser json) throws IOException {
        List<Attribute> entries = new ArrayList<>();
        enterValues(json);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json, JsonToken.START_OBJECT);
            String key = "";
            AttributeValue value = new AttributeValue.Empty();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("key")) {
                    key = json.getText();
                } else {
                    value = read(json);
                }
            }
            entries.add(new Attribute(key, value));
        }
        json.nextToken();
        expect(json, JsonToken.END_OBJECT);
        return entries;
    }

    private static void enterValues(JsonParser json) throws IOException {
        expect(json, JsonToken.START_OBJECT);
        json.nextToken();
        expect(json, JsonToken.FIELD_NAME);
        json.nextToken();
        expect(json, JsonToken.START_ARRAY);
    }

    private static void expect(JsonParser json, JsonToken token) {
        if (json.currentToken() != token) {
            throw new IllegalArgumentException("expected " + token + ", got " + json.currentToken());
        }
    }
}
