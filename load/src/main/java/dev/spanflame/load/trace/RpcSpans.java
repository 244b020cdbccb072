package dev.spanflame.load.trace;

import static dev.spanflame.load.trace.Attributes.number;
import static dev.spanflame.load.trace.Attributes.text;

import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.SplittableRandom;

/// Fills in spans of gRPC servers and clients.
final class RpcSpans {
    private static final List<String> METHODS = List.of("Get", "List", "Create", "Update", "Check", "Reserve");

    private final SplittableRandom random;

    RpcSpans(SplittableRandom random) {
        this.random = random;
    }

    String scope(ShopService service) {
        return service.runtime().scopePrefix
                + switch (service.runtime()) {
                    case JAVA -> "grpc-1.6";
                    case GO -> "google.golang.org/grpc/otelgrpc";
                    case NODE -> "grpc";
                };
    }

    /// A call that `service` answered.
    void server(Span.Builder span, ShopService service, boolean failed) {
        span.setKind(Span.SpanKind.SPAN_KIND_SERVER);
        shared(span, service, failed);
        span.addAttributes(text("network.peer.address", "10.2." + random.nextInt(256) + "." + random.nextInt(256)))
                .addAttributes(number("network.peer.port", 32_768 + random.nextInt(28_000)));
    }

    /// A call to `callee`.
    void client(Span.Builder span, ShopService callee, boolean failed) {
        span.setKind(Span.SpanKind.SPAN_KIND_CLIENT);
        shared(span, callee, failed);
        span.addAttributes(text("server.address", callee.name() + ".svc")).addAttributes(number("server.port", 9090));
        if (random.nextInt(8) == 0) {
            span.addEvents(Span.Event.newBuilder()
                    .setTimeUnixNano(span.getStartTimeUnixNano() + 1 + random.nextInt(90_000))
                    .setName("message")
                    .addAttributes(text("rpc.message.type", "SENT"))
                    .addAttributes(number("rpc.message.id", 1))
                    .addAttributes(number("rpc.message.uncompressed_size", 40 + random.nextInt(2_000))));
        }
    }

    private void shared(Span.Builder span, ShopService service, boolean failed) {
        String rpcService =
                "shop." + service.namespace() + ".v1." + service.name().replace('-', '_');
        String method = METHODS.get(random.nextInt(METHODS.size()));
        span.setName(rpcService + "/" + method)
                .addAttributes(text("rpc.system", "grpc"))
                .addAttributes(text("rpc.service", rpcService))
                .addAttributes(text("rpc.method", method))
                .addAttributes(number("rpc.grpc.status_code", failed ? 13 + random.nextInt(2) : 0));
    }
}
