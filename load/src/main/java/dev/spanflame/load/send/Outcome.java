package dev.spanflame.load.send;

/// What became of a request.
public sealed interface Outcome {
    /// The receiver took it, but for `rejected` items that it named as rejected; `message` is its reason, or empty.
    record Accepted(long rejected, String message) implements Outcome {}

    /// The receiver did not take it, or nobody knows whether it did.
    ///
    /// `kind` is short and groups failures: an HTTP status, the name of a gRPC code, or `connection`.
    /// `retryable` is true for answers that ask to try again; `retryAfterNanos` is the time they ask to wait, or 0.
    record Failed(String kind, String message, boolean retryable, long retryAfterNanos) implements Outcome {}
}
