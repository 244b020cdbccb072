package dev.spanflame.server.edge;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.util.List;
import java.util.Locale;

/// Undoes content codings within bounds, for bodies of HTTP requests and messages of gRPC alike. Thread-safe.
public interface BodyInflater {
    /// Codings it knows, by the names of `Content-Encoding` and `grpc-encoding`, lower case, best first; without
    /// `identity`.
    List<String> codings();

    /// Inflates `body`, reserving in `memory` before it allocates.
    ///
    /// Throws [BackendException]: BAD_REQUEST for a malformed body, TOO_LARGE for more than `maxBytes`, UNAVAILABLE
    /// when memory is short. Called with one of [#codings] only.
    byte[] inflate(String coding, byte[] body, int maxBytes, Reservation memory);

    /// The content of `body`: itself when `coding` is empty or `identity`.
    ///
    /// Throws what [#inflate] throws, UNSUPPORTED_MEDIA for an unknown coding, TOO_LARGE for a plain body over
    /// `maxBytes`.
    default byte[] content(String coding, byte[] body, int maxBytes, Reservation memory) {
        String name = coding.strip().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.equals("identity")) {
            if (body.length > maxBytes) {
                throw tooLarge(maxBytes);
            }
            return body;
        }
        if (!codings().contains(name)) {
            throw unknown(name);
        }
        return inflate(name, body, maxBytes, memory);
    }

    /// The error for a coding that is not spoken here.
    default BackendException unknown(String coding) {
        return new BackendException(
                ErrorKind.UNSUPPORTED_MEDIA,
                "unknown_coding",
                "content coding '" + Printable.text(coding, 40) + "' is not supported; use identity or one of "
                        + String.join(", ", codings()));
    }

    /// The error for a body over its limit.
    static BackendException tooLarge(long maxBytes) {
        return new BackendException(
                ErrorKind.TOO_LARGE,
                "body_too_large",
                "request body is larger than the " + maxBytes + " bytes this endpoint takes after inflation");
    }
}
