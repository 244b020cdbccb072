package dev.spanflame.tests.clients;

import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.StreamingClient;
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

/// Calls of OTLP's services by grpc-java.
final class GrpcProbe implements AutoCloseable {
    private final ManagedChannel channel;

    /// Calls over this connection.
    GrpcProbe(ManagedChannel channel) {
        this.channel = channel;
    }

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
        Metadata headers = StreamingClient.tenant(tenant);
        MethodDescriptor<ExportTraceServiceRequest, ExportTraceServiceResponse> method = StreamingClient.method(
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

    /// Exports profiles. Throws [StatusRuntimeException] when the call is refused.
    ExportProfilesServiceResponse export(ExportProfilesServiceRequest request) {
        MethodDescriptor<ExportProfilesServiceRequest, ExportProfilesServiceResponse> method = StreamingClient.method(
                "opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export",
                MethodDescriptor.MethodType.UNARY,
                request,
                ExportProfilesServiceResponse.getDefaultInstance());
        return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
