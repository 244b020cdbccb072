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
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/// One unary gRPC-Web call (gRPC's document PROTOCOL-WEB): gRPC over any HTTP, whose trailers are the
/// last part of the body. In the form `application/grpc-web-text` the body is base64.
final class GrpcWebWork implements Work {
    private static final String PROTOCOL = "grpc-web";
    private static final int PREFIX = 5;
    private static final byte COMPRESSED = 1;
    private static final byte TRAILERS = (byte) 0x80;

    private final RpcMethod method;
    private final boolean text;
    private final RpcContext context;

    GrpcWebWork(RpcMethod method, boolean text, RpcContext context) {
        this.method = method;
        this.text = text;
        this.context = context;
    }

    /// Work of a call that is refused by its head.
    static Work refusing(RpcMethod method, boolean text, EdgeMeters meters) {
        Failing failing = new Failing(method, text, meters);
        return Work.refusing(failing::fail);
    }

    @Override
    public BodyLimit body() {
        int most = method.maxRequestBytes();
        return BodyLimit.plain(
                text ? (int) Math.min(Integer.MAX_VALUE - 16, most / 3 * 4L + 1024) : most + PREFIX, true);
    }

    @Override
    public void run(Exchange exchange, Body body) {
        EdgeMeters.Timing timing = context.meters().begin(exchange.head(), PROTOCOL, method.path(), context.tenants());
        try {
            RequestHead head = exchange.head();
            Timeouts.grpc(head.header("grpc-timeout"))
                    .ifPresent(limit ->
                            exchange.cancelAfter(limit, () -> failing().fail(exchange, Timeouts.passed(limit))));
            byte[] request = message(exchange, text ? decoded(body.bytes()) : body.bytes());
            Caller caller = new Caller(context.tenants(), head.headers(), exchange::cancelled);
            SingleReply reply = new SingleReply();
            timing.notes().run(() -> method.handler().call(caller, request, reply));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            frame(out, (byte) 0, reply.get());
            frame(out, TRAILERS, trailers(GrpcStatus.ended(timing.notes())));
            if (exchange.reply(200, headers(text), encoded(out.toByteArray(), text))) {
                context.meters().answered(head, PROTOCOL, method.path(), GrpcStatus.ok());
            }
        } catch (Throwable e) {
            failing().fail(exchange, Faults.of(e, method.path()));
        } finally {
            timing.end();
        }
    }

    private byte[] message(Exchange exchange, byte[] body) {
        int length = body.length < PREFIX ? -1 : ByteBuffer.wrap(body).getInt(1);
        if (length < 0 || length != body.length - PREFIX) {
            throw BackendException.badRequest(
                    "malformed_grpc",
                    "the body has " + body.length + " bytes; expected one message: a flag, its length in four bytes,"
                            + " and so many bytes");
        }
        String coding = body[0] == COMPRESSED ? exchange.head().header("grpc-encoding") : "";
        if (body[0] == COMPRESSED && BodyInflater.isIdentity(coding)) {
            throw BackendException.badRequest(
                    "malformed_grpc", "the message is marked as compressed but grpc-encoding names no coding");
        }
        byte[] content = Arrays.copyOfRange(body, PREFIX, body.length);
        return context.inflater().content(coding, content, method.maxRequestBytes(), exchange.memory());
    }

    private static byte[] decoded(byte[] body) {
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw BackendException.badRequest("malformed_grpc", "the body is not valid base64: " + e.getMessage());
        }
    }

    private static byte[] encoded(byte[] body, boolean text) {
        return text ? Base64.getEncoder().encode(body) : body;
    }

    private static Map<String, String> headers(boolean text) {
        return Map.of("Content-Type", (text ? MediaTypes.GRPC_WEB_TEXT : MediaTypes.GRPC_WEB) + "+proto");
    }

    private static byte[] trailers(Map<String, String> trailers) {
        StringBuilder lines = new StringBuilder();
        trailers.forEach(
                (name, value) -> lines.append(name).append(": ").append(value).append("\r\n"));
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void frame(ByteArrayOutputStream out, byte flag, byte[] content) {
        out.write(flag);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(content.length).array());
        out.writeBytes(content);
    }

    @Override
    public void refuse(Exchange exchange, BackendException error) {
        failing().fail(exchange, error);
    }

    private Failing failing() {
        return new Failing(method, text, context.meters());
    }

    /// Tells a caller that its call failed.
    private record Failing(RpcMethod method, boolean text, EdgeMeters meters) {
        void fail(Exchange exchange, BackendException error) {
            if (error.kind() == ErrorKind.CANCELLED || exchange.begun()) {
                exchange.abort();
                return;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            frame(out, TRAILERS, trailers(GrpcStatus.of(error)));
            if (exchange.reply(200, headers(text), encoded(out.toByteArray(), text))) {
                meters.refused(exchange.head(), error);
                meters.answered(exchange.head(), PROTOCOL, method.path(), GrpcStatus.number(error));
            }
        }
    }
}
