package dev.spanflame.server.edge;

/// How much body a request may bring and how it is wrapped.
///
/// @param maxBytes bytes on the wire, without the prefix of a gRPC message
/// @param framing  whether the body is one gRPC message
public record BodyLimit(int maxBytes, Framing framing) {
    /// How a body is wrapped.
    public enum Framing {
        /// The body is the content.
        NONE,
        /// Five bytes (compressed flag, length) go before the content.
        GRPC
    }

    /// Limit of a plain body whose inflated size may reach `maxBytes`: a coding can make incompressible bytes a
    /// little larger, so a coded body gets a little more on the wire.
    public static BodyLimit plain(int maxBytes, boolean coded) {
        return new BodyLimit(coded ? withSlack(maxBytes) : maxBytes, Framing.NONE);
    }

    /// Limit of a gRPC message whose inflated size may reach `maxBytes`.
    public static BodyLimit grpc(int maxBytes) {
        return new BodyLimit(withSlack(maxBytes), Framing.GRPC);
    }

    private static int withSlack(int maxBytes) {
        return maxBytes == 0 ? 0 : (int) Math.min(Integer.MAX_VALUE - 16, maxBytes + (maxBytes >> 8) + 1024L);
    }
}
