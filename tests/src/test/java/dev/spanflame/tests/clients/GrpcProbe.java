package dev.spanflame.tests.clients;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.spanflame.tests.system.SpanflameProcess;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.InputStream;

/// Calls of OTLP's services by grpc-java.
final class GrpcProbe implements AutoCloseable {
    private static final Metadata.Key<String> TENANT =
            Metadata.Key.of("x-scope-orgid", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;

    /// Calls the port of this name, by grpc's wire whatever the port is meant for.
    GrpcProbe(SpanflameProcess server, String port) {
        this.channel = ManagedChannelBuilder.forAddress(
                        "127.0.0.1", server.uri(port).getPort())
                .usePlaintext()
                .build();
    }

    /// Exports; `tenant` is sent unless it is empty.
    ///
    /// Throws [StatusRuntimeException] when the call is refused.
    ExportTraceServiceResponse export(ExportTraceServiceRequest request, String tenant) {
        Metadata headers = new Metadata();
        if (!tenant.isEmpty()) {
            headers.put(TENANT, tenant);
        }
        MethodDescriptor<ExportTraceServiceRequest, ExportTraceServiceResponse> method = method(
                "opentelemetry.proto.collector.trace.v1.TraceService/Export",
                MethodDescriptor.MethodType.UNARY,
                request,
                ExportTraceServiceResponse.getDefaultInstance());
        return ClientCalls.blockingUnaryCall(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                method,
                CallOptions.DEFAULT,
                request);
    }

    /// A method of this name between messages like these.
    @SuppressWarnings("unchecked")
    static <Q extends Message, R extends Message> MethodDescriptor<Q, R> method(
            String name, MethodDescriptor.MethodType type, Q request, R reply) {
        return MethodDescriptor.<Q, R>newBuilder()
                .setType(type)
                .setFullMethodName(name)
                .setRequestMarshaller(new Messages<>((Parser<Q>) request.getParserForType()))
                .setResponseMarshaller(new Messages<>((Parser<R>) reply.getParserForType()))
                .build();
    }

    /// Exports profiles. Throws [StatusRuntimeException] when the call is refused.
    ExportProfilesServiceResponse export(ExportProfilesServiceRequest request) {
        MethodDescriptor<ExportProfilesServiceRequest, ExportProfilesServiceResponse> method =
                MethodDescriptor.<ExportProfilesServiceRequest, ExportProfilesServiceResponse>newBuilder()
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(
                                "opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export")
                        .setRequestMarshaller(new Messages<>(ExportProfilesServiceRequest.parser()))
                        .setResponseMarshaller(new Messages<>(ExportProfilesServiceResponse.parser()))
                        .build();
        return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /// Messages as grpc-java wants them turned into bytes and back.
    private record Messages<M extends Message>(Parser<M> parser) implements MethodDescriptor.Marshaller<M> {
        @Override
        public InputStream stream(M message) {
            return message.toByteString().newInput();
        }

        @Override
        public M parse(InputStream stream) {
            try {
                return parser.parseFrom(stream);
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }
}
