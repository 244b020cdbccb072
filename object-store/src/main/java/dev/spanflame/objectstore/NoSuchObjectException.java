package dev.spanflame.objectstore;

import java.io.IOException;

/// The key does not exist.
public final class NoSuchObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String key;

    /// For a key that was asked for.
    public NoSuchObjectException(String key) {
        super("no object '" + key + "'");
        this.key = key;
    }

    /// The key.
    public String key() {
        return key;
    }
}
