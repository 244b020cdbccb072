package dev.spanflame.objectstore;

import java.nio.file.Path;

/// What is to be stored.
public sealed interface Payload {
    /// Bytes in memory; not changed until the call returns.
    record Bytes(byte[] bytes) implements Payload {}

    /// The content of a local file; not changed until the call returns.
    record LocalFile(Path path) implements Payload {}

    /// Payload of bytes in memory.
    static Payload of(byte[] bytes) {
        return new Bytes(bytes);
    }

    /// Payload of a local file.
    static Payload of(Path path) {
        return new LocalFile(path);
    }
}
