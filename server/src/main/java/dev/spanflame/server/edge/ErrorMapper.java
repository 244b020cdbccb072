package dev.spanflame.server.edge;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.time.Duration;
import java.util.Optional;

/// The one place from [ErrorKind] to the statuses of HTTP, gRPC and Connect.
///
/// Connect derives its HTTP status from the code; here each kind carries its own, which differs from
/// Connect's table only where that table would ask a client to repeat what can never succeed (413 and 422
/// instead of 429 and 400). Clients read the code from the body first.
public final class ErrorMapper {
    private static final Duration DEFAULT_RETRY = Duration.ofSeconds(1);

    private ErrorMapper() {}

    /// HTTP status of `kind`.
    public static int httpStatus(ErrorKind kind) {
        return switch (kind) {
            case BAD_REQUEST -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case BODY_TIMEOUT -> 408;
            case TOO_LARGE -> 413;
            case URI_TOO_LONG -> 414;
            case UNSUPPORTED_MEDIA -> 415;
            case UNPROCESSABLE -> 422;
            case RATE_LIMITED -> 429;
            case HEADERS_TOO_LARGE -> 431;
            case CANCELLED -> 499;
            case INTERNAL, CORRUPT -> 500;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
            case TIMEOUT -> 504;
            case UNSUPPORTED_VERSION -> 505;
        };
    }

    /// gRPC and Connect code of `kind`.
    public static RpcCode rpcCode(ErrorKind kind) {
        return switch (kind) {
            case BAD_REQUEST, URI_TOO_LONG, HEADERS_TOO_LARGE, UNSUPPORTED_MEDIA, UNPROCESSABLE ->
                RpcCode.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> RpcCode.UNAUTHENTICATED;
            case FORBIDDEN -> RpcCode.PERMISSION_DENIED;
            case NOT_FOUND -> RpcCode.NOT_FOUND;
            case METHOD_NOT_ALLOWED, UNIMPLEMENTED, UNSUPPORTED_VERSION -> RpcCode.UNIMPLEMENTED;
            case TOO_LARGE, RATE_LIMITED -> RpcCode.RESOURCE_EXHAUSTED;
            case CANCELLED -> RpcCode.CANCELLED;
            case INTERNAL -> RpcCode.INTERNAL;
            case CORRUPT -> RpcCode.DATA_LOSS;
            case BODY_TIMEOUT, UNAVAILABLE -> RpcCode.UNAVAILABLE;
            case TIMEOUT -> RpcCode.DEADLINE_EXCEEDED;
        };
    }

    /// When the caller is asked to come again: what `error` says, or one second for the kinds that always
    /// carry a hint ([ErrorKind#RATE_LIMITED], [ErrorKind#UNAVAILABLE]).
    public static Optional<Duration> retryAfter(BackendException error) {
        boolean always = error.kind() == ErrorKind.RATE_LIMITED || error.kind() == ErrorKind.UNAVAILABLE;
        return error.retryAfter().or(() -> always ? Optional.of(DEFAULT_RETRY) : Optional.empty());
    }

    /// Value of `Retry-After`: whole seconds, rounded up, at least one.
    public static String retryAfterSeconds(Duration wait) {
        return Long.toString(Math.max(1, wait.plusNanos(999_999_999).toSeconds()));
    }
}
