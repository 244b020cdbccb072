package dev.spanflame.load.shop;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/// Takes OTLP traces over gRPC and over HTTP on two ports of loopback, and keeps them.
public final class OtlpReceiver implements AutoCloseable {
    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
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
    };

    private final List<ResourceSpans> received = new CopyOnWriteArrayList<>();
    private final Server grpc;
    private final HttpServer http;

    /// Opens both ports.
    public OtlpReceiver() throws IOException {
        MethodDescriptor<byte[], byte[]> export = MethodDescriptor.<byte[], byte[]>newBuilder(BYTES, BYTES)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("opentelemetry.proto.collector.trace.v1.TraceService/Export")
                .build();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        grpc = NettyServerBuilder.forAddress(any)
                .addService(ServerServiceDefinition.builder("opentelemetry.proto.collector.trace.v1.TraceService")
                        .addMethod(export, ServerCalls.asyncUnaryCall((request, observer) -> {
                            keep(request);
                            observer.onNext(new byte[0]);
                            observer.onCompleted();
                        }))
                        .build())
                .build()
                .start();
        http = HttpServer.create(any, 0);
        http.createContext("/v1/traces", this::export);
        http.start();
    }

    /// Base URL of the gRPC port.
    public URI grpc() {
        return URI.create("http://127.0.0.1:" + grpc.getPort());
    }

    /// Base URL of the HTTP port.
    public URI http() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /// All that came so far.
    public List<ResourceSpans> received() {
        return received;
    }

    private void export(HttpExchange exchange) throws IOException {
        try (exchange;
                GZIPInputStream body = new GZIPInputStream(exchange.getRequestBody())) {
            keep(body.readAllBytes());
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void keep(byte[] request) {
        try {
            received.addAll(ExportTraceServiceRequest.parseFrom(request).getResourceSpansList());
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        grpc.shutdownNow();
        http.stop(0);
    }
}
