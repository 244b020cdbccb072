package dev.spanflame.traceql.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value of TraceQL: what a field has on a span, what a literal says, what an expression yields. Immutable.
///
/// A missing attribute is [Nil]. Durations are signed nanoseconds.
public sealed interface Value {
    /// The only nil.
    Nil NIL = new Nil();

    /// No value.
    record Nil() implements Value {}

    /// 64-bit signed integer.
    record Int(long value) implements Value {}

    /// IEEE 754 double.
    record Float(double value) implements Value {}

    /// Text.
    record Text(String value) implements Value {
        // As a record does, but without a method handle: that is slow until it is compiled, and texts are many.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Text text && value.equals(text.value);
        }

        @Override
        public int hashCode() {
            return value.hashCode();
        }
    }

    /// Truth value.
    record Bool(boolean value) implements Value {}

    /// Signed nanoseconds.
    record Duration(long nanos) implements Value {}

    /// Status of a span; the number is OTLP's.
    record Status(int code) implements Value {}

    /// Kind of a span; the number is OTLP's.
    record Kind(int code) implements Value {}

    /// Elements in the order they were sent. Arrays of one scalar type are typed arrays of the language; arrays of
    /// mixed type, maps and bytes arrive here as [Opaque].
    record Array(List<Value> elements) implements Value {
        /// Copies the list.
        public Array {
            elements = List.copyOf(elements);
        }
    }

    /// A value the language cannot compare (map, bytes, mixed or nested array), with its JSON text for answers.
    /// Its existence can be asked for; every comparison with it is false.
    record Opaque(String json) implements Value {}

    /// Truth value of `value`.
    static Bool of(boolean value) {
        return new Bool(value);
    }

    /// Text value.
    static Text of(String value) {
        return new Text(value);
    }

    /// Integer value.
    static Int of(long value) {
        return new Int(value);
    }
}
