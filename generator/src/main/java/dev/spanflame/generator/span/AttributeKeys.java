package dev.spanflame.generator.span;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Keys of attributes as the bytes they are compared by.
public final class AttributeKeys {
    private AttributeKeys() {}

    /// UTF-8 of a key.
    public static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    /// UTF-8 of each.
    public static byte[][] all(List<String> keys) {
        return keys.stream().map(AttributeKeys::bytes).toArray(byte[][]::new);
    }
}
