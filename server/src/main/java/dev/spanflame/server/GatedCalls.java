package dev.spanflame.server;

import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.querier.gate.QueryGate;

/// Lets calls pass the gate of queries before they are answered: they wait for their turn and end at their deadline.
record GatedCalls(QueryGate gate) {
    /// The same route behind the gate.
    Route route(Route route) {
        return route.withHandler(call -> {
            try (QueryGate.Pass pass = gate.enter(call.caller())) {
                return route.handler().handle(call.withCaller(call.caller().endedBy(pass.ended())));
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
                        method.handler().call(caller.endedBy(pass.ended()), request, replies);
                    }
                });
    }
}
