package dev.spanflame.server.grpc;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps the one reply of a unary method. For one thread.
final class SingleReply implements Consumer<byte[]> {
    private byte @Nullable [] reply;

    @Override
    public void accept(byte[] bytes) {
        if (reply != null) {
            throw new IllegalStateException("a unary method replied twice");
        }
        reply = bytes;
    }

    /// The reply; throws [BackendException] of kind INTERNAL when there is none.
    byte[] get() {
        if (reply == null) {
            throw new BackendException(ErrorKind.INTERNAL, "no_reply", "the method ended without a reply");
        }
        return reply;
    }
}
