package dev.spanflame.ingester.receive;

import dev.spanflame.ingester.ProfileIntake;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.proto.push.v1.PushRequest;
import dev.spanflame.proto.push.v1.PushResponse;
import dev.spanflame.proto.pyroscope.ProfileRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What Pyroscope's agents send to: `push.v1.PusherService/Push` and `POST /ingest`.
public final class PyroscopePush {
    private final ProfileIntake intake;
    private final int maxBytes;
    private final AgentControl control;

    /// Requests of at most `maxBytes` after inflation go to `intake`.
    public PyroscopePush(ProfileIntake intake, int maxBytes, AgentControl control) {
        this.intake = intake;
        this.maxBytes = maxBytes;
        this.control = control;
    }

    /// The push service over gRPC and Connect.
    public RpcMethod method() {
        RpcMethod.Codec<PushRequest, PushResponse> codec =
                new RpcMethod.Codec<>(PushRequest.getDefaultInstance(), PushResponse.getDefaultInstance());
        return new RpcMethod(
                "push.v1.PusherService",
                "Push",
                maxBytes,
                Route.TenantRule.ONE,
                false,
                Optional.of(codec),
                (caller, request, replies) -> {
                    store(caller.tenant(), new ProfileRequest.Push(request));
                    replies.accept(PushResponse.newBuilder()
                            .setUnknownFields(control.answer(caller))
                            .build()
                            .toByteArray());
                });
    }

    /// The older way, under both of its paths.
    public List<Route> routes() {
        return List.of(ingest("/ingest"), ingest("/pyroscope/ingest"));
    }

    private Route ingest(String path) {
        return new Route(Set.of("POST"), path, maxBytes, Route.TenantRule.ONE, Route.ErrorFormat.CONNECT, this::post);
    }

    private HttpReply post(HttpCall call) {
        store(
                call.caller().tenant(),
                new ProfileRequest.Ingest(call.query().raw(), call.header("Content-Type"), call.body()));
        return HttpReply.empty(200);
    }

    /// These protocols have no word for a part that was refused: it is an error, which says that the
    /// rest is stored.
    private void store(Tenant tenant, ProfileRequest request) {
        Optional<BackendException> error = intake.store(tenant, request).error();
        if (error.isPresent()) {
            throw error.get();
        }
    }
}
