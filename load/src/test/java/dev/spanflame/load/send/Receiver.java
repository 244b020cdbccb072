package dev.spanflame.load.send;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/// Takes requests over gRPC and HTTP and keeps what it got. The first `refusals` requests are answered 503 or
/// UNAVAILABLE.
public final class Receiver implements AutoCloseable {
    private static final Metadata.Key<String> TENANT =
            Metadata.Key.of("x-scope-orgid", Metadata.ASCII_STRING_MARSHALLER);

    /// Bodies of accepted requests, inflated.
    public final List<byte[]> bodies = new CopyOnWriteArrayList<>();

    /// Paths and queries of HTTP requests.
    public final List<String> uris = new CopyOnWriteArrayList<>();

    /// Tenants named by accepted requests, empty for none.
    public final List<String> tenants = new CopyOnWriteArrayList<>();

    private final HttpServer http;
    private final Server grpc;
    private final UnaryOperator<byte[]> answer;
    private final AtomicInteger refusals;

    /// Starts both; `answer` makes the message of an answer from that of a request.
    public Receiver(int refusals, UnaryOperator<byte[]> answer) throws IOException {
        this.refusals = new AtomicInteger(refusals);
        this.answer = answer;
        InetSocketAddress any = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        http = HttpServer.create(any, 100);
        http.createContext("/", this::overHttp);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.start();
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(GrpcTarget.OTLP_TRACES)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        grpc = NettyServerBuilder.forAddress(any)
                .maxInboundMessageSize(64 << 20)
                .intercept(new ServerInterceptor() {
                    @Override
                    public <Q, A> ServerCall.Listener<Q> interceptCall(
                            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                        tenants.add(Objects.requireNonNullElse(headers.get(TENANT), ""));
                        return next.startCall(call, headers);
                    }
                })
                .addService(ServerServiceDefinition.builder("opentelemetry.proto.collector.trace.v1.TraceService")
                        .addMethod(method, ServerCalls.asyncUnaryCall((request, observer) -> {
                            if (refuse()) {
                                observer.onError(Status.UNAVAILABLE
                                        .withDescription("busy")
                                        .asRuntimeException());
                                return;
                            }
                            bodies.add(request);
                            observer.onNext(answer.apply(request));
                            observer.onCompleted();
                        }))
                        .build())
                .build()
                .start();
    }

    private boolean refuse() {
        return refusals.getAndDecrement() > 0;
    }

    private void overHttp(HttpExchange exchange) throws IOException {
        try (exchange) {
            uris.add(exchange.getRequestURI().toString());
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (refuse()) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            tenants.add(Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("X-Scope-OrgID"), ""));
            bodies.add(gzip ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body);
            byte[] message = answer.apply(body);
            exchange.sendResponseHeaders(200, message.length == 0 ? -1 : message.length);
            exchange.getResponseBody().write(message);
        }
    }

    /// Address for HTTP.
    public HostPort httpAddress() {
        return new HostPort("127.0.0.1", http.getAddress().getPort());
    }

    /// Address for gRPC.
    public HostPort grpcAddress() {
        return new HostPort("127.0.0.1", grpc.getPort());
    }

    @Override
    public void close() {
        http.stop(0);
        grpc.shutdownNow();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
