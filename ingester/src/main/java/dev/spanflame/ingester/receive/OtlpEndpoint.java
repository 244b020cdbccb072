package dev.spanflame.ingester.receive;

import com.google.protobuf.Message;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.ProtoJson;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.RpcMethod;
import java.util.Optional;
import java.util.Set;

/// One of OTLP's services over gRPC and HTTP (OpenTelemetry Protocol specification 1.x, "OTLP/gRPC" and
/// "OTLP/HTTP"), whose requests have at most `maxBytes` after inflation.
record OtlpEndpoint(String service, String path, int maxBytes, FromJson fromJson, Export export) {
    /// Protobuf bytes of a request in OTLP/JSON.
    @FunctionalInterface
    interface FromJson {
        byte[] toProtobuf(byte[] json);
    }

    /// The reply to a request in protobuf.
    @FunctionalInterface
    interface Export {
        Message reply(Caller caller, byte[] request);
    }

    /// The service over gRPC.
    RpcMethod method() {
        return new RpcMethod(
                service,
                "Export",
                maxBytes,
                Route.TenantRule.ONE,
                false,
                Optional.empty(),
                (caller, request, replies) ->
                        replies.accept(export.reply(caller, request).toByteArray()));
    }

    /// The service over HTTP.
    Route route() {
        return new Route(Set.of("POST"), path, maxBytes, Route.TenantRule.ONE, Route.ErrorFormat.OTLP, this::post);
    }

    private HttpReply post(HttpCall call) {
        OtlpEncoding encoding = OtlpEncoding.of(call);
        byte[] reply = switch (encoding) {
            case PROTOBUF -> export.reply(call.caller(), call.body()).toByteArray();
            case JSON -> ProtoJson.print(export.reply(call.caller(), fromJson.toProtobuf(call.body())));
        };
        return HttpReply.ok(encoding.type(), reply);
    }
}
