package dev.spanflame.tests.system;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Calls of `tempopb.StreamingQuerier` by grpc-java.
///
/// @param channel the connection
public record StreamingClient(ManagedChannel channel) {
    private static final Metadata.Key<String> TENANT =
            Metadata.Key.of("x-scope-orgid", Metadata.ASCII_STRING_MARSHALLER);

    /// Metadata that name the tenant, unless it is empty.
    public static Metadata tenant(String tenant) {
        Metadata headers = new Metadata();
        if (!tenant.isEmpty()) {
            headers.put(TENANT, tenant);
        }
        return headers;
    }

    /// All messages that answer a call of the method `name`.
    ///
    /// Throws [io.grpc.StatusRuntimeException] when the call fails.
    public <Q extends Message, R extends Message> List<R> call(
            Metadata headers, String name, Q request, R reply, CallOptions options) {
        List<R> messages = new ArrayList<>();
        ClientCalls.blockingServerStreamingCall(
                        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                        streaming(name, request, reply),
                        options,
                        request)
                .forEachRemaining(messages::add);
        return messages;
    }

    /// The method `name` of the service.
    public static <Q extends Message, R extends Message> MethodDescriptor<Q, R> streaming(
            String name, Q request, R reply) {
        return method("tempopb.StreamingQuerier/" + name, MethodType.SERVER_STREAMING, request, reply);
    }

    /// A method of this full name between messages like these.
    @SuppressWarnings("unchecked")
    public static <Q extends Message, R extends Message> MethodDescriptor<Q, R> method(
            String name, MethodType type, Q request, R reply) {
        return MethodDescriptor.<Q, R>newBuilder()
                .setType(type)
                .setFullMethodName(name)
                .setRequestMarshaller(new Messages<>((Parser<Q>) request.getParserForType()))
                .setResponseMarshaller(new Messages<>((Parser<R>) reply.getParserForType()))
                .build();
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
