package dev.spanflame.server.edge;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route.ErrorFormat;
import java.time.Duration;
import java.util.Optional;

/// Writes a [BackendException] as an HTTP answer.
public final class ErrorReply {
    private ErrorReply() {}

    /// The answer to a request whose `Content-Type` was `requestType` (empty when it had none).
    ///
    /// OTLP errors are `google.rpc.Status` in protobuf for a protobuf request and in JSON for any other, so
    /// that a person with a wrong content type can read them.
    public static HttpReply of(BackendException error, ErrorFormat format, String requestType) {
        int status = ErrorMapper.httpStatus(error.kind());
        HttpReply reply = switch (format) {
            case TEXT -> HttpReply.text(status, error.text() + "\n");
            case OTLP -> otlp(status, RpcStatus.of(error), MediaTypes.essence(requestType));
            case CONNECT ->
                HttpReply.of(status, MediaTypes.JSON, RpcStatus.of(error).toConnectJson());
        };
        Optional<Duration> wait = ErrorMapper.retryAfter(error);
        if (wait.isPresent()) {
            reply = reply.withHeader("Retry-After", ErrorMapper.retryAfterSeconds(wait.get()));
        }
        return reply;
    }

    /// 405 with the methods that would have been right.
    public static HttpReply methodNotAllowed(String allow, BackendException error, ErrorFormat format) {
        return of(error, format, "").withHeader("Allow", allow);
    }

    /// The error for `method` at a path that knows only `allow`.
    public static BackendException wrongMethod(String method, String path, String allow) {
        return new BackendException(
                ErrorKind.METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "method " + Printable.text(method, 32) + " is not allowed at " + path + "; use " + allow);
    }

    private static HttpReply otlp(int status, RpcStatus error, String requestType) {
        if (requestType.equals(MediaTypes.PROTOBUF)) {
            return HttpReply.of(status, MediaTypes.PROTOBUF, error.toProtobuf());
        }
        return HttpReply.of(status, MediaTypes.JSON, error.toJson());
    }
}
