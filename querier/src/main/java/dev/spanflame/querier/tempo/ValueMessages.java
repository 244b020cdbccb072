package dev.spanflame.querier.tempo;

import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.type.Value;
import dev.spanflame.traceql.type.Values;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.ArrayList;
import java.util.List;

/// Values of TraceQL as messages: status, kind, durations and what the language cannot compare as text.
final class ValueMessages {
    private ValueMessages() {}

    static List<KeyValue> of(List<NamedValue> values) {
        List<KeyValue> messages = new ArrayList<>(values.size());
        for (NamedValue value : values) {
            messages.add(KeyValue.newBuilder()
                    .setKey(value.name())
                    .setValue(of(value.value()))
                    .build());
        }
        return messages;
    }

    private static AnyValue of(Value value) {
        AnyValue.Builder message = AnyValue.newBuilder();
        return switch (value) {
            case Value.Int(long number) -> message.setIntValue(number).build();
            case Value.Float(double number) -> message.setDoubleValue(number).build();
            case Value.Bool(boolean bool) -> message.setBoolValue(bool).build();
            case Value.Array(List<Value> elements) -> {
                ArrayValue.Builder array = ArrayValue.newBuilder();
                elements.forEach(element -> array.addValues(of(element)));
                yield message.setArrayValue(array).build();
            }
            case Value.Nil _, Value.Text _, Value.Duration _, Value.Status _, Value.Kind _, Value.Opaque _ ->
                message.setStringValue(Values.text(value)).build();
        };
    }
}
