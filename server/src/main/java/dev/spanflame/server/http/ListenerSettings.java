package dev.spanflame.server.http;

import java.time.Duration;

/// Limits of one listener.
///
/// @param maxConnections     open connections; more are closed at once
/// @param maxRequests        requests in progress; more are answered 503
/// @param callsPerConnection streams in progress on one HTTP/2 connection
/// @param maxHeaderBytes     all header fields of a request together; HTTP/2 announces it in its SETTINGS
/// @param maxUrlBytes        request line of HTTP/1; HTTP/2 counts the path among the header fields
/// @param headTimeout        from the first byte of a request to the end of its header fields
/// @param bodyTimeout        window in which a body has to make progress, see `minBodyRate`
/// @param minBodyRate        bytes a second that a body must bring in each `bodyTimeout`
/// @param idleTimeout        how long a connection without a request stays open
/// @param stallTimeout       how long a caller may not read at all while an answer waits for it
/// @param drainTimeout       how long [HttpListener#close] waits for requests in progress
public record ListenerSettings(
        int maxConnections,
        int maxRequests,
        int callsPerConnection,
        int maxHeaderBytes,
        int maxUrlBytes,
        Duration headTimeout,
        Duration bodyTimeout,
        int minBodyRate,
        Duration idleTimeout,
        Duration stallTimeout,
        Duration drainTimeout) {
    /// What the configuration begins with.
    public static ListenerSettings defaults() {
        return new ListenerSettings(
                4096,
                1024,
                64,
                64 << 10,
                256 << 10,
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                1024,
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                Duration.ofSeconds(3));
    }
}
