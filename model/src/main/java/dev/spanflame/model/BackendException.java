package dev.spanflame.model;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Every refusal and failure that a caller gets to see.
///
/// [#kind] decides the status, [#reason] is the fixed label of the counter that counts it (lower case with
/// underscores, never text from the caller), and the message says what was given, what was expected and what to do.
public final class BackendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final String reason;
    private final transient @Nullable Duration retryAfter;
    private final @Nullable String object;

    /// An error without a hint when to come again.
    public BackendException(ErrorKind kind, String reason, String message) {
        this(kind, reason, message, null, Besides.NOTHING);
    }

    /// An error with its cause.
    public BackendException(ErrorKind kind, String reason, String message, Throwable cause) {
        this(kind, reason, message, cause, Besides.NOTHING);
    }

    private BackendException(
            ErrorKind kind, String reason, String message, @Nullable Throwable cause, Besides besides) {
        super(message, cause);
        this.kind = kind;
        this.reason = reason;
        this.retryAfter = besides.retryAfter;
        this.object = besides.object;
    }

    /// What some errors tell.
    private record Besides(
            @Nullable Duration retryAfter, @Nullable String object) {
        static final Besides NOTHING = new Besides(null, null);
    }

    /// An error after which the caller is asked to wait for `retryAfter`.
    public static BackendException retry(ErrorKind kind, String reason, String message, Duration retryAfter) {
        return new BackendException(kind, reason, message, null, new Besides(retryAfter, null));
    }

    /// [ErrorKind#CORRUPT]: the object with the key `object`, or what lies below it, is not as it was written.
    public static BackendException damaged(String reason, String object, String message) {
        return new BackendException(ErrorKind.CORRUPT, reason, message, null, new Besides(null, object));
    }

    /// The same with its cause.
    public static BackendException damaged(String reason, String object, String message, Throwable cause) {
        return new BackendException(ErrorKind.CORRUPT, reason, message, cause, new Besides(null, object));
    }

    /// Shorthand for [ErrorKind#BAD_REQUEST].
    public static BackendException badRequest(String reason, String message) {
        return new BackendException(ErrorKind.BAD_REQUEST, reason, message);
    }

    /// Category that the edge maps to a status.
    public ErrorKind kind() {
        return kind;
    }

    /// Label of the counter.
    public String reason() {
        return reason;
    }

    /// What the caller reads; never null for this exception.
    public String text() {
        String message = getMessage();
        return message == null ? kind.name() : message;
    }

    /// Key of the object that is damaged, where one is.
    public Optional<String> object() {
        return Optional.ofNullable(object);
    }

    /// How long to wait before a retry, where one makes sense.
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
