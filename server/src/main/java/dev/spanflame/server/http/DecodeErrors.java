package dev.spanflame.server.http;

import dev.spanflame.model.BackendException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/// Says what was wrong with a request that Netty could not decode.
final class DecodeErrors {
    private static final String REASON = "malformed_request";

    private DecodeErrors() {}

    static BackendException of(@Nullable Throwable cause, ListenerSettings settings) {
        if (cause instanceof TooLongHttpLineException) {
            return BackendException.badRequest(
                    REASON, "request line is longer than " + settings.maxUrlBytes() + " bytes");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return BackendException.badRequest(
                    REASON, "request header fields are longer than " + settings.maxHeaderBytes() + " bytes together");
        }
        return BackendException.badRequest(REASON, "request is not well-formed HTTP");
    }
}
