package dev.spanflame.model.trace;

import java.util.Arrays;
import java.util.List;

/// Value of an attribute, as a record; one case for each case of OTLP's `AnyValue`. Immutable.
public sealed interface AttributeValue {
    /// Type tag of this value.
    ValueType type();

    /// No value was set.
    record Empty() implements AttributeValue {
        @Override
        public ValueType type() {
            return ValueType.EMPTY;
        }
    }

    /// Text.
    record Text(String value) implements AttributeValue {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }
    }

    /// Truth value.
    record Bool(boolean value) implements AttributeValue {
        @Override
        public ValueType type() {
            return ValueType.BOOL;
        }
    }

    /// 64-bit signed integer.
    record Int(long value) implements AttributeValue {
        @Override
        public ValueType type() {
            return ValueType.INT;
        }
    }

    /// IEEE 754 double.
    record Real(double value) implements AttributeValue {
        @Override
        public ValueType type() {
            return ValueType.DOUBLE;
        }
    }

    /// Raw bytes; equal when their content is equal.
    record Bytes(byte[] value) implements AttributeValue {
        @Override
        public ValueType type() {
            return ValueType.BYTES;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes(byte[] bytes) && Arrays.equals(value, bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Bytes[" + value.length + " bytes]";
        }
    }

    /// List of values.
    record Array(List<AttributeValue> values) implements AttributeValue {
        /// Copies the list.
        public Array {
            values = List.copyOf(values);
        }

        @Override
        public ValueType type() {
            return ValueType.ARRAY;
        }
    }

    /// Key-value pairs in the order they were sent.
    record Map(List<Attribute> entries) implements AttributeValue {
        /// Copies the list.
        public Map {
            entries = List.copyOf(entries);
        }

        @Override
        public ValueType type() {
            return ValueType.MAP;
        }
    }
}
