package dev.spanflame.load.demo;

import java.net.URI;

/// Where a running server is reached, as base URLs without a path.
///
/// @param otlpGrpc OTLP over gRPC
/// @param otlpHttp OTLP over HTTP
/// @param query Tempo's API
/// @param pyroscope Pyroscope's API
public record ServerAddresses(URI otlpGrpc, URI otlpHttp, URI query, URI pyroscope) {}
