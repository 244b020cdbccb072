package dev.spanflame.server.edge;

import java.nio.file.Path;
import java.util.Optional;

/// Body of a request as it came over the wire.
///
/// @param compressed flag of a gRPC message; false for a plain body
/// @param bytes      content; nobody else writes to it; empty where it is in a file
/// @param spooled    content of routes that want it in a file
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Body(boolean compressed, byte[] bytes, Optional<Spooled> spooled) {
    /// A body that is in a file.
    @FunctionalInterface
    public interface Spooled {
        /// The file, whole, which is there until the request is over. Blocks until it is written.
        ///
        /// Throws [java.io.UncheckedIOException] when it cannot be written.
        Path await();
    }

    /// A body in memory.
    public Body(boolean compressed, byte[] bytes) {
        this(compressed, bytes, Optional.empty());
    }

    /// A body in a file.
    public Body(Spooled spooled) {
        this(false, new byte[0], Optional.of(spooled));
    }
}
