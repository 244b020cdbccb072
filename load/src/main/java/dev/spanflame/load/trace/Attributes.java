package dev.spanflame.load.trace;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;

/// Makes OTLP attributes.
final class Attributes {
    private Attributes() {}

    static KeyValue text(String key, String value) {
        return pair(key, AnyValue.newBuilder().setStringValue(value));
    }

    static KeyValue number(String key, long value) {
        return pair(key, AnyValue.newBuilder().setIntValue(value));
    }

    static KeyValue real(String key, double value) {
        return pair(key, AnyValue.newBuilder().setDoubleValue(value));
    }

    static KeyValue flag(String key, boolean value) {
        return pair(key, AnyValue.newBuilder().setBoolValue(value));
    }

    static KeyValue texts(String key, List<String> values) {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        values.forEach(value -> array.addValues(AnyValue.newBuilder().setStringValue(value)));
        return pair(key, AnyValue.newBuilder().setArrayValue(array));
    }

    private static KeyValue pair(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }
}
