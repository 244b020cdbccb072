package dev.spanflame.model.trace;

/// Type of an attribute value: the cases of OTLP's `AnyValue`.
public enum ValueType {
    /// `AnyValue` without a value.
    EMPTY("empty"),
    STRING("string"),
    BOOL("bool"),
    INT("int"),
    DOUBLE("double"),
    BYTES("bytes"),
    /// List of values, of any mix of types.
    ARRAY("array"),
    /// List of key-value pairs (OTLP `kvlist`).
    MAP("map");

    private static final ValueType[] ALL = values();

    private final String label;

    ValueType(String label) {
        this.label = label;
    }

    /// Name in block tables and answers.
    public String label() {
        return label;
    }

    /// The type with this ordinal, without copying the array of all.
    public static ValueType of(int ordinal) {
        return ALL[ordinal];
    }

    /// The type with this label; throws [IllegalArgumentException] when there is none.
    public static ValueType ofLabel(String label) {
        for (ValueType type : ALL) {
            if (type.label.equals(label)) {
                return type;
            }
        }
        throw new IllegalArgumentException("unknown value type '" + label + "'");
    }
}
