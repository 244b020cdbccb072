package dev.spanflame.objectstore;

import java.io.IOException;

/// The key does not exist.
public final class NoSuchObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    /// For a key that was asked for.
    public NoSuchObjectException(String key) {
        super("no object '" + key + "'");
    }
}
