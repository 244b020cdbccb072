package dev.spanflame.server.http;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.server.edge.Printable;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/// Says what was wrong with a request that Netty could not decode.
final class DecodeErrors {
    private static final String REASON = "malformed_request";

    private DecodeErrors() {}

    /// The error of a version that HTTP/1 does not have, RFC 9110 section 15.6.6.
    static BackendException version(String version) {
        return new BackendException(
                ErrorKind.UNSUPPORTED_VERSION,
                REASON,
                "version '" + Printable.text(version, 32) + "' is not spoken here; speak HTTP/1.1 or HTTP/2");
    }

    static BackendException of(@Nullable Throwable cause, ListenerSettings settings) {
        if (cause instanceof TooLongHttpLineException) {
            return new BackendException(
                    ErrorKind.URI_TOO_LONG, REASON, "request line is longer than " + settings.maxUrlBytes() + " bytes");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new BackendException(
                    ErrorKind.HEADERS_TOO_LARGE,
                    REASON,
                    "request header fields are longer than " + settings.maxHeaderBytes() + " bytes together");
        }
        return BackendException.badRequest(REASON, "request is not well-formed HTTP");
    }
}
