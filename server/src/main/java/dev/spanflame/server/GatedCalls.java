package dev.spanflame.server;

import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.querier.gate.QueryGate;

/// Lets calls pass the gate of queries before they are answered: they wait for their turn and end at their deadline.
record GatedCalls(QueryGate gate) {
    /// The same route behind the gate.
    Route route(Route route) {
        return new Route(
                route.methods(),
                route.pattern(),
                route.maxBodyBytes(),
                route.tenantRule(),
                route.errorFormat(),
                call -> {
                    try (QueryGate.Pass pass = gate.enter(call.caller())) {
                        return route.handler().handle(behind(call, pass));
                    }
                });
    }

    /// The same procedure behind the gate.
    RpcMethod method(RpcMethod method) {
        return new RpcMethod(
                method.service(),
                method.name(),
                method.maxRequestBytes(),
                method.tenantRule(),
                method.serverStreaming(),
                method.json(),
                (caller, request, replies) -> {
                    try (QueryGate.Pass pass = gate.enter(caller)) {
                        method.handler().call(behind(caller, pass), request, replies);
                    }
                });
    }

    private static HttpCall behind(HttpCall call, QueryGate.Pass pass) {
        return new HttpCall(
                behind(call.caller(), pass),
                call.method(),
                call.path(),
                call.pathParameters(),
                call.query(),
                call.body());
    }

    private static Caller behind(Caller caller, QueryGate.Pass pass) {
        return new Caller(caller.tenants(), caller.headers(), pass.ended());
    }
}
