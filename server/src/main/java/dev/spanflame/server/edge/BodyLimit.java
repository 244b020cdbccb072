package dev.spanflame.server.edge;

import java.nio.file.Path;
import java.util.Optional;

/// How much body a request may bring and how it is wrapped.
///
/// @param maxBytes  content after inflation, as callers are told
/// @param wireBytes content as it comes: a coding can make incompressible bytes a little larger. 0:
/// whatever comes is                  read and dropped
/// @param framing   whether the body is one gRPC message
/// @param spool     folder of the file that the body is kept in; empty: it is kept in memory
public record BodyLimit(int maxBytes, int wireBytes, Framing framing, Optional<Path> spool) {
    /// Limit of a body in memory.
    public BodyLimit(int maxBytes, int wireBytes, Framing framing) {
        this(maxBytes, wireBytes, framing, Optional.empty());
    }

    /// How a body is wrapped.
    public enum Framing {
        /// The body is the content.
        NONE,
        /// Five bytes (compressed flag, length) go before the content.
        GRPC
    }

    /// No body is wanted.
    public static final BodyLimit NOTHING = new BodyLimit(0, 0, Framing.NONE);

    /// Limit of a plain body, which may be `coded`.
    public static BodyLimit plain(int maxBytes, boolean coded) {
        return new BodyLimit(maxBytes, coded ? withSlack(maxBytes) : maxBytes, Framing.NONE);
    }

    /// Limit of a plain body that is kept in a file in `folder`.
    public static BodyLimit spooled(int maxBytes, Path folder) {
        return new BodyLimit(maxBytes, maxBytes, Framing.NONE, Optional.of(folder));
    }

    /// Limit of a gRPC message.
    public static BodyLimit grpc(int maxBytes) {
        return new BodyLimit(maxBytes, withSlack(maxBytes), Framing.GRPC);
    }

    private static int withSlack(int maxBytes) {
        return maxBytes == 0 ? 0 : (int) Math.min(Integer.MAX_VALUE - 16, maxBytes + (maxBytes >> 8) + 1024L);
    }
}
