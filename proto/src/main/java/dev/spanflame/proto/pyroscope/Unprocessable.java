package dev.spanflame.proto.pyroscope;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;

/// Makes the errors of `/ingest` for content that cannot be used.
final class Unprocessable {
    private Unprocessable() {}

    /// An error of kind UNPROCESSABLE.
    static BackendException because(String reason, String message) {
        return new BackendException(ErrorKind.UNPROCESSABLE, reason, message);
    }

    /// The same error, of kind UNPROCESSABLE where it blamed the request as a whole.
    static BackendException of(BackendException error) {
        return error.kind() == ErrorKind.BAD_REQUEST
                ? new BackendException(ErrorKind.UNPROCESSABLE, error.reason(), error.text(), error)
                : error;
    }
}
