package dev.spanflame.proto.otlp;

import com.google.protobuf.ByteString;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Translates between [AttributeValue] and OTLP's `AnyValue`, as wire bytes and as message.
///
/// Wire bytes are read as the specification of protobuf says, where the last case of the oneof wins and pieces of one
/// case merge; invalid UTF-8 turns into U+FFFD. Strings that have lone surrogates are written with U+FFFD in their
/// place.
public final class AnyValueCodec {
    private AnyValueCodec() {}

    /// Value of the encoded `AnyValue` in `bytes[from, to)`.
    ///
    /// Throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST when these bytes are none.
    public static AttributeValue decode(byte[] bytes, int from, int to) {
        AnyValueParts parts = new AnyValueParts();
        parts.readAll(new WireReader().reset(bytes, from, to), 0);
        return parts.value();
    }

    /// Encoded `AnyValue`.
    public static byte[] encode(AttributeValue value) {
        return message(value).toByteArray();
    }

    /// Message of `value`.
    public static AnyValue message(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Empty() -> AnyValue.getDefaultInstance();
            case AttributeValue.Text(String text) ->
                AnyValue.newBuilder().setStringValueBytes(utf8(text)).build();
            case AttributeValue.Bool(boolean flag) ->
                AnyValue.newBuilder().setBoolValue(flag).build();
            case AttributeValue.Int(long number) ->
                AnyValue.newBuilder().setIntValue(number).build();
            case AttributeValue.Real(double number) ->
                AnyValue.newBuilder().setDoubleValue(number).build();
            case AttributeValue.Bytes(byte[] bytes) ->
                AnyValue.newBuilder().setBytesValue(ByteString.copyFrom(bytes)).build();
            case AttributeValue.Array(List<AttributeValue> values) ->
                AnyValue.newBuilder().setArrayValue(arrayMessage(values)).build();
            case AttributeValue.Map(List<Attribute> entries) ->
                AnyValue.newBuilder()
                        .setKvlistValue(KeyValueList.newBuilder().addAllValues(messages(entries)))
                        .build();
        };
    }

    private static ArrayValue arrayMessage(List<AttributeValue> values) {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        for (AttributeValue value : values) {
            array.addValues(message(value));
        }
        return array.build();
    }

    /// Messages of `attributes`, in their order.
    public static List<KeyValue> messages(List<Attribute> attributes) {
        List<KeyValue> messages = new ArrayList<>(attributes.size());
        for (Attribute attribute : attributes) {
            messages.add(KeyValue.newBuilder()
                    .setKeyBytes(utf8(attribute.key()))
                    .setValue(message(attribute.value()))
                    .build());
        }
        return messages;
    }

    /// Value of a message.
    public static AttributeValue value(AnyValue message) {
        return switch (message.getValueCase()) {
            case STRING_VALUE -> new AttributeValue.Text(message.getStringValue());
            case BOOL_VALUE -> new AttributeValue.Bool(message.getBoolValue());
            case INT_VALUE -> new AttributeValue.Int(message.getIntValue());
            case DOUBLE_VALUE -> new AttributeValue.Real(message.getDoubleValue());
            case BYTES_VALUE -> new AttributeValue.Bytes(message.getBytesValue().toByteArray());
            case ARRAY_VALUE ->
                new AttributeValue.Array(message.getArrayValue().getValuesList().stream()
                        .map(AnyValueCodec::value)
                        .toList());
            case KVLIST_VALUE ->
                new AttributeValue.Map(attributes(message.getKvlistValue().getValuesList()));
            case STRING_VALUE_STRINDEX, VALUE_NOT_SET -> new AttributeValue.Empty();
        };
    }

    /// Attributes of messages, in their order.
    public static List<Attribute> attributes(List<KeyValue> messages) {
        List<Attribute> attributes = new ArrayList<>(messages.size());
        for (KeyValue message : messages) {
            attributes.add(new Attribute(message.getKey(), value(message.getValue())));
        }
        return attributes;
    }

    /// UTF-8 of `text`; the library's own encoder would put `?` in place of a lone surrogate.
    static ByteString utf8(String text) {
        return ByteString.copyFrom(LoneSurrogates.replaced(text), StandardCharsets.UTF_8);
    }
}
