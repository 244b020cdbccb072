package dev.spanflame.proto.edge;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.spanflame.model.BackendException;
import dev.spanflame.proto.edge.Route.TenantRule;
import java.util.Optional;
import java.util.function.Consumer;

/// A remote procedure, served as gRPC and, where it has a JSON form, as Connect with protobuf and JSON.
///
/// Messages cross this door as bytes: ingest decodes them itself. A request larger than `maxRequestBytes`, counted
/// after inflation, is refused. Handlers run on virtual threads and may block.
public record RpcMethod(
        String service,
        String name,
        int maxRequestBytes,
        TenantRule tenantRule,
        boolean serverStreaming,
        Optional<JsonForm> json,
        Handler handler) {
    /// Answers calls. `replies` takes one message, or any number when the method streams; it blocks while the
    /// caller reads slowly and throws [BackendException] of kind CANCELLED once nobody listens.
    @FunctionalInterface
    public interface Handler {
        /// Answers `request`; a [BackendException] becomes the status its kind asks for.
        void call(Caller caller, byte[] request, Consumer<byte[]> replies) throws Exception;
    }

    /// Translates the messages of a method between JSON and protobuf bytes.
    public interface JsonForm {
        /// Protobuf bytes of a JSON request; throws [BackendException] of kind BAD_REQUEST.
        byte[] requestFromJson(byte[] json);

        /// JSON of protobuf reply bytes.
        byte[] replyToJson(byte[] reply);
    }

    /// Answers one typed message with another.
    @FunctionalInterface
    public interface Unary<Q extends Message, R extends Message> {
        /// Answers `request`.
        R call(Caller caller, Q request) throws Exception;
    }

    /// A unary method over generated messages, with its JSON form.
    public static <Q extends Message, R extends Message> RpcMethod unary(
            String service,
            String name,
            TenantRule tenantRule,
            int maxRequestBytes,
            Codec<Q, R> codec,
            Unary<Q, R> call) {
        Handler handler = (caller, request, replies) ->
                replies.accept(call.call(caller, codec.parse(request)).toByteArray());
        return new RpcMethod(service, name, maxRequestBytes, tenantRule, false, Optional.of(codec), handler);
    }

    /// Path of the method under gRPC and Connect.
    public String path() {
        return "/" + service + "/" + name;
    }

    /// The message types of a method.
    public record Codec<Q extends Message, R extends Message>(Q request, R reply) implements JsonForm {
        /// Parses protobuf bytes; throws [BackendException] of kind BAD_REQUEST.
        @SuppressWarnings("unchecked")
        public Q parse(byte[] bytes) {
            try {
                return (Q) request.getParserForType().parseFrom(bytes);
            } catch (InvalidProtocolBufferException e) {
                throw BackendException.badRequest(
                        "malformed_protobuf",
                        "request is not a valid "
                                + request.getDescriptorForType().getFullName() + " message: " + e.getMessage());
            }
        }

        @Override
        public byte[] requestFromJson(byte[] json) {
            return ProtoJson.parse(json, request.newBuilderForType()).toByteArray();
        }

        @Override
        public byte[] replyToJson(byte[] bytes) {
            return ProtoJson.print(bytes, reply);
        }
    }
}
