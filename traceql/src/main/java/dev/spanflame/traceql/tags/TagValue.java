package dev.spanflame.traceql.tags;

import dev.spanflame.traceql.type.Value;
import dev.spanflame.traceql.type.Values;

/// A value as an editor offers it. `type` is one of `string int float bool keyword duration`.
public record TagValue(String type, String text) implements Comparable<TagValue> {
    /// Whether this kind of value can be offered: nil, arrays (their elements can) and opaque ones cannot.
    static boolean isOffered(Value value) {
        return switch (value) {
            case Value.Nil _, Value.Array _, Value.Opaque _ -> false;
            case Value.Int _, Value.Float _, Value.Text _, Value.Bool _, Value.Duration _ -> true;
            case Value.Status _, Value.Kind _ -> true;
        };
    }

    /// The value with its type.
    static TagValue of(Value value) {
        String type = switch (value) {
            case Value.Int _ -> "int";
            case Value.Float _ -> "float";
            case Value.Text _ -> "string";
            case Value.Bool _ -> "bool";
            case Value.Duration _ -> "duration";
            case Value.Status _, Value.Kind _ -> "keyword";
            case Value.Nil _, Value.Array _, Value.Opaque _ ->
                throw new IllegalArgumentException("no value to offer: " + value);
        };
        return new TagValue(type, Values.text(value));
    }

    @Override
    public int compareTo(TagValue other) {
        int byType = type.compareTo(other.type);
        return byType != 0 ? byType : text.compareTo(other.text);
    }
}
