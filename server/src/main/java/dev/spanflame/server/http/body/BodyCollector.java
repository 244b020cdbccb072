package dev.spanflame.server.http.body;

import dev.spanflame.server.edge.Body;
import io.netty.buffer.ByteBuf;

/// Collects the body of one request. For one event loop, which it never blocks.
public sealed interface BodyCollector permits BodyBuffer, BodySpool {
    /// Adds what `in` holds; throws [BackendException] when it is too much.
    void add(ByteBuf in);

    /// The whole body; throws [BackendException] when it is not what it should be.
    Body finish();
}
