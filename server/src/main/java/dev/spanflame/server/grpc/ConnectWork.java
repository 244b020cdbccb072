package dev.spanflame.server.grpc;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Notes;
import dev.spanflame.proto.edge.Route.ErrorFormat;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.server.edge.Body;
import dev.spanflame.server.edge.BodyLimit;
import dev.spanflame.server.edge.Codings;
import dev.spanflame.server.edge.EdgeMeters;
import dev.spanflame.server.edge.ErrorReply;
import dev.spanflame.server.edge.Exchange;
import dev.spanflame.server.edge.Faults;
import dev.spanflame.server.edge.MediaTypes;
import dev.spanflame.server.edge.Printable;
import dev.spanflame.server.edge.RequestHead;
import dev.spanflame.server.edge.Work;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One unary Connect call, in protobuf or JSON. Errors are always JSON.
final class ConnectWork implements Work {
    private static final String PROTOCOL = "connect";

    private final RpcMethod method;
    private final boolean json;
    private final RpcContext context;

    ConnectWork(RpcMethod method, boolean json, RpcContext context) {
        this.method = method;
        this.json = json;
        this.context = context;
    }

    /// Throws [BackendException] of kind BAD_REQUEST for a version of the protocol other than 1.
    static void checkVersion(RequestHead head) {
        String version = head.header("Connect-Protocol-Version");
        if (!version.isEmpty() && !version.equals("1")) {
            throw BackendException.badRequest(
                    "unknown_connect_version",
                    "Connect-Protocol-Version is '" + Printable.text(version, 16) + "'; this server speaks 1");
        }
    }

    /// Work of a call that is refused by its head.
    static Work refusing(RpcMethod method, EdgeMeters meters) {
        return Work.refusing((exchange, error) -> fail(exchange, error, method, meters));
    }

    @Override
    public BodyLimit body() {
        return BodyLimit.plain(method.maxRequestBytes(), true);
    }

    @Override
    public void run(Exchange exchange, Body body) {
        EdgeMeters.Timing timing = context.meters().begin(exchange.head(), PROTOCOL, method.path(), context.tenants());
        try {
            RequestHead head = exchange.head();
            Timeouts.connect(head.header("Connect-Timeout-Ms")).ifPresent(limit -> limit(exchange, limit));
            byte[] request = context.inflater()
                    .content(
                            head.header("Content-Encoding"), body.bytes(), method.maxRequestBytes(), exchange.memory());
            Notes notes = timing.notes();
            byte[] reply = notes.during(() -> call(exchange, request));
            send(exchange, reply, notes.text());
        } catch (Throwable e) {
            fail(exchange, Faults.of(e, method.path()), method, context.meters());
        } finally {
            timing.end();
        }
    }

    private void limit(Exchange exchange, Duration limit) {
        exchange.cancelAfter(limit, () -> fail(exchange, Timeouts.passed(limit), method, context.meters()));
    }

    private byte[] call(Exchange exchange, byte[] content) throws Exception {
        RpcMethod.@Nullable JsonForm form = json ? method.json().orElseThrow() : null;
        byte[] request = form == null ? content : form.requestFromJson(content);
        Caller caller = new Caller(context.tenants(), exchange.head().headers(), exchange::cancelled);
        SingleReply reply = new SingleReply();
        method.handler().call(caller, request, reply);
        byte[] bytes = reply.get();
        return form == null ? bytes : form.replyToJson(bytes);
    }

    private void send(Exchange exchange, byte[] reply, String notes) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!notes.isEmpty()) {
            headers.put(Notes.HEADER, notes);
        }
        headers.put("Content-Type", json ? MediaTypes.JSON : MediaTypes.CONNECT_PROTO);
        byte[] content = reply;
        if (reply.length > Codings.WORTHWHILE) {
            headers.put("Vary", "Accept-Encoding");
            if (Codings.acceptsGzip(exchange.head().header("Accept-Encoding"))) {
                headers.put("Content-Encoding", "gzip");
                content = Codings.gzip(reply);
            }
        }
        if (exchange.reply(200, headers, content)) {
            context.meters().answered(exchange.head(), PROTOCOL, method.path(), 200);
        }
    }

    @Override
    public void refuse(Exchange exchange, BackendException error) {
        fail(exchange, error, method, context.meters());
    }

    private static void fail(Exchange exchange, BackendException error, RpcMethod method, EdgeMeters meters) {
        if (error.kind() == ErrorKind.CANCELLED || exchange.begun()) {
            exchange.abort();
            return;
        }
        HttpReply reply = ErrorReply.of(error, ErrorFormat.CONNECT, "");
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        if (error.kind() == ErrorKind.METHOD_NOT_ALLOWED) {
            headers.put("Allow", "POST");
        }
        if (reply.body() instanceof HttpReply.Body.Ready(byte[] bytes)
                && exchange.reply(reply.status(), headers, bytes)) {
            meters.refused(exchange.head(), error);
            meters.answered(exchange.head(), PROTOCOL, method.path(), reply.status());
        }
    }
}
