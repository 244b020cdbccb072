package dev.spanflame.server.edge;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.util.List;
import java.util.Locale;

/// Undoes content codings within bounds, for bodies of HTTP requests and messages of gRPC alike. Thread-safe.
public interface BodyInflater {
    /// Codings it knows, by the names of `Content-Encoding` and `grpc-encoding`, lower case, without
    /// `identity`.
    List<String> codings();

    /// Throws [BackendException] of kind UNSUPPORTED_MEDIA when `coding`, the value of such a header, names
    /// something that [#content] cannot undo. Called before the body is read.
    void check(String coding);

    /// The content of `body`: itself when `coding` [is identity][#isIdentity], else inflated, with memory
    /// reserved in `memory` before it is allocated.
    ///
    /// Throws [BackendException]: what [#check] throws, BAD_REQUEST for a malformed body, TOO_LARGE for
    /// more than `maxBytes` of content, UNAVAILABLE when memory is short.
    byte[] content(String coding, byte[] body, int maxBytes, Reservation memory);

    /// Whether a header's value means that the body is as it is.
    static boolean isIdentity(String coding) {
        String name = coding.strip().toLowerCase(Locale.ROOT);
        return name.isEmpty() || name.equals("identity");
    }

    /// The error for a body over its limit.
    static BackendException tooLarge(long maxBytes) {
        return new BackendException(
                ErrorKind.TOO_LARGE,
                "body_too_large",
                "request body is larger than the " + maxBytes + " bytes this endpoint takes after inflation");
    }
}
