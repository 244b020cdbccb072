package dev.spanflame.load.send;

import io.grpc.CallOptions;
import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A unary gRPC method over one connection. Payloads are messages that are serialised already, and gzipped already
/// where the target is made for that.
public final class GrpcTarget implements Target {
    /// OTLP's method for traces.
    public static final String OTLP_TRACES = "opentelemetry.proto.collector.trace.v1.TraceService/Export";

    private static final int WINDOW = 4 << 20;
    private static final long CLOSE_SECONDS = 5;
    private static final Metadata.Key<String> RETRY_AFTER =
            Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final MethodDescriptor<byte[], byte[]> method;
    private final CallOptions options;
    private final AcceptedAnswer answer;
    private final long timeoutSeconds;

    /// Reads an answer that says OK.
    @FunctionalInterface
    public interface AcceptedAnswer {
        /// What the message of an answer means.
        Outcome read(byte[] message);
    }

    /// What is called: the full name of a method, whether its payloads are gzipped, and headers of every call.
    public record Method(String name, boolean gzipped, Map<String, String> headers) {
        /// Copies the map.
        public Method {
            headers = Map.copyOf(headers);
        }

        private Metadata metadata() {
            Metadata metadata = new Metadata();
            headers.forEach(
                    (name, value) -> metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
            return metadata;
        }
    }

    /// Connects at the first call. A call without an answer fails after `timeoutSeconds`.
    public GrpcTarget(HostPort address, Method method, AcceptedAnswer answer, long timeoutSeconds) {
        CompressorRegistry compressors = CompressorRegistry.newEmptyInstance();
        compressors.register(Codec.Identity.NONE);
        compressors.register(new Gzipped());
        this.channel = NettyChannelBuilder.forAddress(address.host(), address.port())
                .usePlaintext()
                .flowControlWindow(WINDOW)
                .maxInboundMessageSize(WINDOW)
                .compressorRegistry(compressors)
                .directExecutor()
                .disableRetry()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(method.metadata()))
                .build();
        this.method = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(method.name())
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        this.options = method.gzipped() ? CallOptions.DEFAULT.withCompression(Gzipped.NAME) : CallOptions.DEFAULT;
        this.answer = answer;
        this.timeoutSeconds = timeoutSeconds;
    }

    @Override
    public Outcome send(Payload payload) {
        try {
            return answer.read(ClientCalls.blockingUnaryCall(
                    channel, method, options.withDeadlineAfter(timeoutSeconds, TimeUnit.SECONDS), payload.body()));
        } catch (StatusRuntimeException e) {
            return failure(e);
        }
    }

    private static Outcome failure(StatusRuntimeException e) {
        Status status = e.getStatus();
        boolean retryable = switch (status.getCode()) {
            case UNAVAILABLE, RESOURCE_EXHAUSTED, ABORTED -> true;
            default -> false;
        };
        // no answer of a server has a cause
        String kind = status.getCause() != null && status.getCode() == Status.Code.UNAVAILABLE
                ? "connection"
                : status.getCode().name();
        Metadata trailers = e.getTrailers();
        String after = trailers == null ? null : trailers.get(RETRY_AFTER);
        String description = status.getDescription();
        return new Outcome.Failed(
                kind, description == null ? "" : description, retryable, RetryAfter.nanos(after == null ? "" : after));
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
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

    /// Says gzip and writes through: the payload was compressed before the clock started.
    private static final class Gzipped implements io.grpc.Compressor {
        private static final String NAME = "gzip";

        @Override
        public String getMessageEncoding() {
            return NAME;
        }

        @Override
        public OutputStream compress(OutputStream stream) {
            return stream;
        }
    }
}
