package dev.spanflame.server.config;

import dev.spanflame.server.config.value.ByteSize;
import java.time.Duration;
import java.util.regex.Pattern;

/// Limits of every port.
///
/// @param maxConnections     Open connections; more are closed at once.
/// @param maxRequests        Requests in progress; more are answered 503 or UNAVAILABLE.
/// @param callsPerConnection Calls in progress on one HTTP/2 connection.
/// @param maxHeaderBytes     All header fields of a request together; in HTTP/2 the path counts too. More
/// is refused.
/// @param maxUrlBytes        Path and query of a request together.
/// @param headTimeout        Time from the first byte of a request to the end of its header fields; then
/// 408. In HTTP/2 the time for one frame or one block of header fields; then the connection is ended.
/// @param bodyTimeout        Window in which a request body has to make progress; then 408.
/// @param minBodyRate        Bytes a second that a request body has to bring in each such window.
/// @param idleTimeout        How long a connection without a request stays open.
/// @param stallTimeout       How long a caller may not read at all while an answer waits for it; then the
/// answer is broken off.
/// @param drainTimeout       How long a stopping server waits for requests in progress.
/// @param pathPrefix         A path such as `/tempo` below which everything is served once more, for proxies
/// that do not take it off. Empty: none.
public record Http(
        int maxConnections,
        int maxRequests,
        int callsPerConnection,
        ByteSize maxHeaderBytes,
        ByteSize maxUrlBytes,
        Duration headTimeout,
        Duration bodyTimeout,
        ByteSize minBodyRate,
        Duration idleTimeout,
        Duration stallTimeout,
        Duration drainTimeout,
        String pathPrefix) {
    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)*");

    /// Checks ranges.
    public Http {
        new Rules()
                .atLeast("max-connections", maxConnections, 1)
                .atLeast("max-requests", maxRequests, 1)
                .within("calls-per-connection", callsPerConnection, 1, 10_000)
                .within("max-header-bytes", maxHeaderBytes, 1024, 16 << 20)
                .within("max-url-bytes", maxUrlBytes, 1024, 16 << 20)
                .positive("head-timeout", headTimeout)
                .positive("body-timeout", bodyTimeout)
                .within("min-body-rate", minBodyRate, 0, 1 << 30)
                .positive("idle-timeout", idleTimeout)
                .positive("stall-timeout", stallTimeout)
                .atLeast("drain-timeout", drainTimeout, Duration.ZERO)
                .that(
                        "path-prefix",
                        PREFIX.matcher(pathPrefix).matches(),
                        "must begin with / and not end with it, as /tempo; letters, digits and - . _ ~ only")
                .check();
    }

    /// Generous to good callers, final to bad ones.
    public static Http defaults() {
        return new Http(
                4096,
                1024,
                64,
                new ByteSize(64 << 10),
                new ByteSize(256 << 10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                new ByteSize(1024),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                Duration.ofSeconds(3),
                "");
    }
}
