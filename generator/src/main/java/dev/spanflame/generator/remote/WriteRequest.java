package dev.spanflame.generator.remote;

/// A request of remote write that is ready to be sent.
///
/// @param samples how many values it has, exemplars not counted
/// @param body    the message, compressed
public record WriteRequest(int samples, byte[] body) {}
