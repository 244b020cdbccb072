package dev.spanflame.traceql.type;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is inside lists and maps.
///
/// Those that the language holds as [Value.Opaque] are read from their text, which is that of OTLP/JSON.
public final class Items {
    private Items() {}

    /// The element of a list at an Int, from its end if negative, or the entry of a map under a Text; the
    /// last of several entries of that name. [Value#NIL] where there is none, and for a value that is
    /// neither.
    public static Value item(Value container, Value key) {
        return switch (container) {
            case Value.Array(List<Value> elements) -> at(elements, key);
            case Value.Opaque(String json) ->
                switch (AnyValueText.content(json)) {
                    case AnyValueText.Elements(List<Value> elements) -> at(elements, key);
                    case AnyValueText.Entries(Map<String, Value> entries) ->
                        key instanceof Value.Text(String name) ? entries.getOrDefault(name, Value.NIL) : Value.NIL;
                    case AnyValueText.Neither() -> Value.NIL;
                };
            case Value.Nil _, Value.Int _, Value.Float _, Value.Text _, Value.Bool _ -> Value.NIL;
            case Value.Duration _, Value.Status _, Value.Kind _ -> Value.NIL;
        };
    }

    /// Number of elements of a list or of names in a map, [Value#NIL] for a value that is neither.
    public static Value length(Value container) {
        return switch (container) {
            case Value.Array(List<Value> elements) -> Value.of(elements.size());
            case Value.Opaque(String json) ->
                switch (AnyValueText.content(json)) {
                    case AnyValueText.Elements(List<Value> elements) -> Value.of(elements.size());
                    case AnyValueText.Entries(Map<String, Value> entries) -> Value.of(entries.size());
                    case AnyValueText.Neither() -> Value.NIL;
                };
            case Value.Nil _, Value.Int _, Value.Float _, Value.Text _, Value.Bool _ -> Value.NIL;
            case Value.Duration _, Value.Status _, Value.Kind _ -> Value.NIL;
        };
    }

    private static Value at(List<Value> elements, Value key) {
        if (!(key instanceof Value.Int(long index))) {
            return Value.NIL;
        }
        long place = index < 0 ? index + elements.size() : index;
        return place < 0 || place >= elements.size() ? Value.NIL : elements.get((int) place);
    }

    /// Elements of a list as the language holds them: typed if all are scalars of one type, else opaque.
    static Value list(List<Value> elements, String json) {
        for (Value element : elements) {
            boolean scalar = element instanceof Value.Text
                    || element instanceof Value.Bool
                    || element instanceof Value.Int
                    || element instanceof Value.Float;
            if (!scalar || element.getClass() != elements.getFirst().getClass()) {
                return new Value.Opaque(json);
            }
        }
        return new Value.Array(new ArrayList<>(elements));
    }

    /// Entries by name; of several of one name the last.
    static Map<String, Value> byName(List<Map.Entry<String, Value>> entries) {
        Map<String, Value> map = new LinkedHashMap<>();
        entries.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
        return map;
    }
}
