package dev.spanflame.server.edge;

/// Body of a request as it came over the wire.
///
/// @param compressed flag of a gRPC message; false for a plain body
/// @param bytes      content; nobody else writes to it
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Body(boolean compressed, byte[] bytes) {}
