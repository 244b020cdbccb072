package dev.spanflame.proto.otlp.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.proto.wire.LoneSurrogates;
import java.io.IOException;
import java.util.Base64;
import java.util.List;

/// Writes values of attributes as plain JSON values, for readers who know nothing of OTLP: text, numbers
/// (`NaN` and infinities as text), truth values, arrays, objects; bytes are base64, no value is null.
public final class PlainJson {
    private PlainJson() {}

    /// Writes one value.
    public static void write(JsonGenerator json, AttributeValue value) throws IOException {
        switch (value) {
            case AttributeValue.Empty() -> json.writeNull();
            case AttributeValue.Text(String text) -> json.writeString(LoneSurrogates.replaced(text));
            case AttributeValue.Bool(boolean flag) -> json.writeBoolean(flag);
            case AttributeValue.Int(long number) -> json.writeNumber(number);
            case AttributeValue.Real(double number) -> json.writeNumber(number);
            case AttributeValue.Bytes(byte[] bytes) ->
                json.writeString(Base64.getEncoder().encodeToString(bytes));
            case AttributeValue.Array(List<AttributeValue> values) -> {
                json.writeStartArray();
                for (AttributeValue element : values) {
                    write(json, element);
                }
                json.writeEndArray();
            }
            case AttributeValue.Map(List<Attribute> entries) -> {
                json.writeStartObject();
                for (Attribute entry : entries) {
                    json.writeFieldName(LoneSurrogates.replaced(entry.key()));
                    write(json, entry.value());
                }
                json.writeEndObject();
            }
        }
    }
}
