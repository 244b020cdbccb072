package dev.spanflame.server.grpc;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/// A grpc-java client of `probe.Probe` whose messages are bytes.
public final class RawGrpc implements AutoCloseable {
    /// The channel.
    public final ManagedChannel channel;

    /// Connects to a port of the loopback interface.
    public RawGrpc(int port) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(64 << 20)
                .flowControlWindow(64 << 10)
                .build();
    }

    /// Describes a method.
    public static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(type)
                .setFullMethodName("probe.Probe/" + name)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    /// Calls a unary method.
    public byte[] unary(String name, byte[] request, CallOptions options) {
        return ClientCalls.blockingUnaryCall(channel, method(name, MethodType.UNARY), options, request);
    }

    /// Calls a streaming method.
    public Iterator<byte[]> stream(String name, byte[] request, CallOptions options) {
        return ClientCalls.blockingServerStreamingCall(
                channel, method(name, MethodType.SERVER_STREAMING), options, request);
    }

    /// The request of `Stream`.
    public static byte[] ask(int count, int size) {
        return ByteBuffer.allocate(8).putInt(count).putInt(size).array();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
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
