package dev.spanflame.block.trace.scan;

import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.proto.otlp.json.AttributeJson;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Turns stored attribute values into values of the language.
final class Values {
    private Values() {}

    /// The language's view of `value`: arrays of one scalar type are arrays, what it cannot compare is opaque, and an
    /// attribute without a value is nil.
    static Value of(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Empty() -> Value.NIL;
            case AttributeValue.Text(String text) -> new Value.Text(text);
            case AttributeValue.Bool(boolean bool) -> new Value.Bool(bool);
            case AttributeValue.Int(long number) -> new Value.Int(number);
            case AttributeValue.Real(double number) -> new Value.Float(number);
            case AttributeValue.Bytes _, AttributeValue.Map _ -> opaque(value);
            case AttributeValue.Array(List<AttributeValue> elements) ->
                isOfOneScalarType(elements) ? array(elements) : opaque(value);
        };
    }

    private static boolean isOfOneScalarType(List<AttributeValue> elements) {
        for (AttributeValue element : elements) {
            boolean scalar = switch (element.type()) {
                case STRING, BOOL, INT, DOUBLE -> true;
                case EMPTY, BYTES, ARRAY, MAP -> false;
            };
            if (!scalar || element.type() != elements.getFirst().type()) {
                return false;
            }
        }
        return true;
    }

    private static Value array(List<AttributeValue> elements) {
        List<Value> values = new ArrayList<>(elements.size());
        for (AttributeValue element : elements) {
            values.add(of(element));
        }
        return new Value.Array(values);
    }

    private static Value opaque(AttributeValue value) {
        return new Value.Opaque(AttributeJson.text(value));
    }
}
