package dev.spanflame.proto.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.nio.charset.StandardCharsets;

/// A [BackendException] as `google.rpc.Status`: the body of OTLP errors over HTTP, and what gRPC carries in
/// `grpc-status-details-bin`. A time to wait becomes a `RetryInfo` among its details (OTLP specification, throttling).
public final class ErrorStatus {
    private static final JsonFormat.Printer JSON = JsonFormat.printer()
            .omittingInsignificantWhitespace()
            .usingTypeRegistry(
                    TypeRegistry.newBuilder().add(RetryInfo.getDescriptor()).build());

    private ErrorStatus() {}

    /// Status message of `error`.
    public static Status message(BackendException error) {
        Status.Builder status = Status.newBuilder().setCode(code(error.kind())).setMessage(error.text());
        error.retryAfter().ifPresent(delay -> status.addDetails(Any.pack(retryInfo(delay))));
        return status.build();
    }

    /// Protobuf bytes of the status message.
    public static byte[] protobuf(BackendException error) {
        return message(error).toByteArray();
    }

    /// The status message as JSON.
    public static byte[] json(BackendException error) {
        try {
            return JSON.print(message(error)).getBytes(StandardCharsets.UTF_8);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("own status cannot be printed", e);
        }
    }

    /// gRPC's number for `kind`, as [ErrorKind] documents it.
    public static int code(ErrorKind kind) {
        return switch (kind) {
            case CANCELLED -> 1;
            case BAD_REQUEST, URI_TOO_LONG, HEADERS_TOO_LARGE, UNSUPPORTED_MEDIA, UNPROCESSABLE -> 3;
            case TIMEOUT -> 4;
            case NOT_FOUND -> 5;
            case FORBIDDEN -> 7;
            case TOO_LARGE, RATE_LIMITED -> 8;
            case METHOD_NOT_ALLOWED, UNIMPLEMENTED, UNSUPPORTED_VERSION -> 12;
            case INTERNAL -> 13;
            case BODY_TIMEOUT, UNAVAILABLE -> 14;
            case CORRUPT -> 15;
            case UNAUTHENTICATED -> 16;
        };
    }

    private static RetryInfo retryInfo(java.time.Duration delay) {
        return RetryInfo.newBuilder()
                .setRetryDelay(
                        Duration.newBuilder().setSeconds(delay.getSeconds()).setNanos(delay.getNano()))
                .build();
    }
}
