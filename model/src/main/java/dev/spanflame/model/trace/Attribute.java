package dev.spanflame.model.trace;

/// One attribute: a key and its value.
public record Attribute(String key, AttributeValue value) {
    /// Text attribute.
    public static Attribute of(String key, String value) {
        return new Attribute(key, new AttributeValue.Text(value));
    }

    /// Integer attribute.
    public static Attribute of(String key, long value) {
        return new Attribute(key, new AttributeValue.Int(value));
    }
}
