package dev.spanflame.server.config;

import dev.spanflame.server.config.value.HostPort;

/// The ports. Each is `host:port`, or `off`.
///
/// @param otlpGrpc  OTLP over gRPC.
/// @param otlpHttp  OTLP over HTTP; takes gRPC as well.
/// @param query     Tempo's API over HTTP and gRPC, Pyroscope's API, `/ready`, `/metrics`. The metrics name tenants:
///     where callers must not know of each other, keep `/metrics` from them in front of this port.
/// @param pyroscope Pyroscope's API: Connect, gRPC and HTTP.
/// @param admin     Administration, see [admin.md](admin.md); keep it where only operators reach it. Takes nothing
///     from web pages of another origin, and nothing that asks for it by a name other than `localhost` and this
///     one.
public record Listen(HostPort otlpGrpc, HostPort otlpHttp, HostPort query, HostPort pyroscope, HostPort admin) {
    /// All interfaces for data and queries, the loopback interface for administration.
    public static Listen defaults() {
        return new Listen(
                new HostPort("0.0.0.0", 4317),
                new HostPort("0.0.0.0", 4318),
                new HostPort("0.0.0.0", 3200),
                new HostPort("0.0.0.0", 4040),
                new HostPort("127.0.0.1", 3201));
    }
}
