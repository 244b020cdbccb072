package dev.spanflame.model;

/// What went wrong, seen from the caller's side. The edge maps each kind to an HTTP status and a gRPC status, once.
public enum ErrorKind {
    /// The request can never succeed as it is: 400, INVALID_ARGUMENT.
    BAD_REQUEST,
    /// No tenant or no valid credentials: 401, UNAUTHENTICATED.
    UNAUTHENTICATED,
    /// Known caller, forbidden act: 403, PERMISSION_DENIED.
    FORBIDDEN,
    /// Nothing there: 404, NOT_FOUND.
    NOT_FOUND,
    /// The path exists, not with this method: 405, UNIMPLEMENTED.
    METHOD_NOT_ALLOWED,
    /// The sender stopped in the middle of its body: 408, UNAVAILABLE.
    BODY_TIMEOUT,
    /// More bytes than allowed, sent or inflated: 413, RESOURCE_EXHAUSTED without retry hint.
    TOO_LARGE,
    /// A request line that is too long: 414, INVALID_ARGUMENT.
    URI_TOO_LONG,
    /// Header fields that are too long: 431, INVALID_ARGUMENT.
    HEADERS_TOO_LARGE,
    /// A version of HTTP that is not spoken here: 505, UNIMPLEMENTED.
    UNSUPPORTED_VERSION,
    /// Content type or encoding that is not spoken here: 415, INVALID_ARGUMENT.
    UNSUPPORTED_MEDIA,
    /// Well-formed, but its content cannot be used: 422, INVALID_ARGUMENT.
    UNPROCESSABLE,
    /// A limit of this tenant: 429 with `Retry-After`, RESOURCE_EXHAUSTED with `RetryInfo`.
    RATE_LIMITED,
    /// The caller went away: 499, CANCELLED.
    CANCELLED,
    /// A fault of ours: 500, INTERNAL.
    INTERNAL,
    /// Stored data is damaged: 500, DATA_LOSS.
    CORRUPT,
    /// Known but not built: 501, UNIMPLEMENTED.
    UNIMPLEMENTED,
    /// Passing condition such as overload, start, stop, full disk: 503 with `Retry-After`, UNAVAILABLE.
    UNAVAILABLE,
    /// The deadline passed: 504, DEADLINE_EXCEEDED.
    TIMEOUT
}
