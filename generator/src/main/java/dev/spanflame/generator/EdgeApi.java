package dev.spanflame.generator;

import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import java.util.Set;

/// `POST /metrics-generator/edges`: halves of calls from other processes, which this one puts
/// together. Belongs to the port that takes spans: who may send those can make any call appear.
public final class EdgeApi {
    /// Path of the endpoint.
    public static final String PATH = "/metrics-generator/edges";

    private static final int MAX_BYTES = 64 << 20;

    private final MetricsGenerator generator;

    /// Gives halves to `generator`.
    public EdgeApi(MetricsGenerator generator) {
        this.generator = generator;
    }

    /// The endpoint.
    public Route route() {
        return new Route(Set.of("POST"), PATH, MAX_BYTES, Route.TenantRule.ONE, Route.ErrorFormat.TEXT, this::take);
    }

    private HttpReply take(HttpCall call) {
        generator.takeEdges(call.caller().tenant(), call.body());
        return HttpReply.empty(204);
    }
}
