package dev.spanflame.server.grpc;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.server.edge.Body;
import dev.spanflame.server.edge.BodyInflater;
import dev.spanflame.server.edge.BodyLimit;
import dev.spanflame.server.edge.EdgeMeters;
import dev.spanflame.server.edge.Exchange;
import dev.spanflame.server.edge.Faults;
import dev.spanflame.server.edge.MediaTypes;
import dev.spanflame.server.edge.RequestHead;
import dev.spanflame.server.edge.Work;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One gRPC call: one request message, one or many reply messages, a status in the trailers.
///
/// Replies are compressed when the caller compresses its own message and admits gzip, as other servers do.
final class GrpcWork implements Work {
    private static final String PROTOCOL = "grpc";

    private final RpcMethod method;
    private final RpcContext context;
    private final Optional<Duration> timeout;
    private final String coding;

    private GrpcWork(RpcMethod method, RpcContext context, Optional<Duration> timeout, String coding) {
        this.method = method;
        this.context = context;
        this.timeout = timeout;
        this.coding = coding;
    }

    /// The call that `head` begins.
    ///
    /// Throws [BackendException] for a malformed timeout or an unknown message coding.
    static GrpcWork of(RpcMethod method, RequestHead head, RpcContext context) {
        String coding = head.header("grpc-encoding");
        try {
            context.inflater().check(coding);
        } catch (BackendException e) {
            // UNIMPLEMENTED is what the gRPC compression document asks for; the caller may retry without
            throw new BackendException(ErrorKind.UNIMPLEMENTED, e.reason(), e.text(), e);
        }
        return new GrpcWork(method, context, Timeouts.grpc(head.header("grpc-timeout")), coding);
    }

    /// Work of a call that is refused by its head.
    static Work refusing(String label, EdgeMeters meters) {
        return Work.refusing((exchange, error) -> fail(exchange, error, label, meters));
    }

    @Override
    public BodyLimit body() {
        return BodyLimit.grpc(method.maxRequestBytes());
    }

    @Override
    public void run(Exchange exchange, Body body) {
        EdgeMeters.Timing timing = context.meters().begin(exchange.head(), PROTOCOL, method.path(), context.tenants());
        timeout.ifPresent(limit -> exchange.cancelAfter(
                limit, () -> fail(exchange, Timeouts.passed(limit), method.path(), context.meters())));
        try {
            byte[] request = message(exchange, body);
            GrpcReplies replies =
                    new GrpcReplies(exchange, method.serverStreaming(), gzips(exchange, body), accepted());
            Caller caller = new Caller(context.tenants(), exchange.head().headers(), exchange::cancelled);
            timing.notes().run(() -> method.handler().call(caller, request, replies));
            replies.end(timing.notes());
            context.meters().answered(exchange.head(), PROTOCOL, method.path(), GrpcStatus.ok());
        } catch (Throwable e) {
            fail(exchange, Faults.of(e, method.path()), method.path(), context.meters());
        } finally {
            timing.end();
        }
    }

    private byte[] message(Exchange exchange, Body body) {
        if (body.compressed() && BodyInflater.isIdentity(coding)) {
            throw BackendException.badRequest(
                    "malformed_grpc", "the message is marked as compressed but grpc-encoding names no coding");
        }
        String applied = body.compressed() ? coding : "";
        return context.inflater().content(applied, body.bytes(), method.maxRequestBytes(), exchange.memory());
    }

    private String accepted() {
        return "identity," + String.join(",", context.inflater().codings());
    }

    private static boolean gzips(Exchange exchange, Body body) {
        return body.compressed()
                && exchange.head().header("grpc-accept-encoding").contains("gzip");
    }

    @Override
    public void refuse(Exchange exchange, BackendException error) {
        fail(exchange, error, method.path(), context.meters());
    }

    /// Ends the call with an error: by trailers alone when nothing was sent before.
    private static void fail(Exchange exchange, BackendException error, String label, EdgeMeters meters) {
        boolean sent;
        if (exchange.begun()) {
            sent = exchange.end(GrpcStatus.of(error));
        } else {
            Map<String, String> headers = new LinkedHashMap<>(GrpcStatus.of(error));
            headers.put("Content-Type", MediaTypes.GRPC);
            sent = exchange.reply(200, headers, new byte[0]);
        }
        if (sent) {
            meters.refused(exchange.head(), error);
            meters.answered(exchange.head(), PROTOCOL, label, GrpcStatus.number(error));
        }
    }
}
