package dev.spanflame.querier.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.model.Labels;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.trace.Trace;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.gate.QueryLimits;
import dev.spanflame.querier.profiles.TestProfiles;
import dev.spanflame.querier.pyroscope.PyroscopeApi;
import dev.spanflame.querier.tempo.ApiCalls;
import dev.spanflame.querier.tempo.BuildInfo;
import dev.spanflame.querier.tempo.Shop;
import dev.spanflame.querier.tempo.TempoApi;
import dev.spanflame.querier.traces.TestStore;
import dev.spanflame.querier.traces.TraceStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An endpoint over traces and profiles in memory, 100 seconds after [Shop#START].
final class TestServer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final InstantSource CLOCK = () -> Instant.ofEpochSecond(0, Shop.START + 100_000_000_000L);

    /// The trace whose profiles there are.
    static final TraceId CART = new TraceId(0, 0xcafe);

    private final TestStore stored = new TestStore();
    private final TestProfiles profiles = new TestProfiles();

    TestServer traces(Trace... traces) {
        stored.addLive(Tenant.ANONYMOUS, List.of(traces));
        return this;
    }

    /// CPU profiles of `shop`: folded stacks and the span of [#CART] that each belongs to, 0 for none.
    TestServer profile(Map<String, Long> spanByStack, long value) {
        Collapsed profile = Collapsed.of("shop", Shop.START / 1_000_000);
        spanByStack.forEach(
                (stack, span) -> profile.add(stack, value, span, Labels.EMPTY).in(CART));
        profiles.live(profile.batch());
        return this;
    }

    HttpReply send(String method, Headers headers, String body) throws Exception {
        return send(Tenant.ANONYMOUS, method, headers, body);
    }

    HttpReply send(Tenant tenant, String method, Headers headers, String body) throws Exception {
        TraceStore store = stored.store();
        List<Route> routes = new ArrayList<>(
                new TempoApi(store, new QueryGate(QueryLimits.defaults()), new BuildInfo("", "", "", "")).routes());
        PyroscopeApi pyroscope = new PyroscopeApi(profiles.store(), CLOCK, 1 << 20, profiles.natives());
        routes.addAll(pyroscope.routes());
        routes.addAll(pyroscope.spanRoutes(store));
        Route route = new McpApi(routes, Set.of("https://grafana.example.com"), CLOCK, "1.2").route();
        return route.handler()
                .handle(new HttpCall(
                        new Caller(List.of(tenant), headers, () -> false),
                        method,
                        "/api/mcp",
                        Map.of(),
                        QueryParameters.EMPTY,
                        body.getBytes(StandardCharsets.UTF_8)));
    }

    JsonNode post(String body) throws Exception {
        return JSON.readTree(ApiCalls.bytes(send("POST", new Headers(), body)));
    }

    /// The result of a tool.
    JsonNode call(String tool, String... arguments) throws Exception {
        return call(Tenant.ANONYMOUS, tool, arguments);
    }

    JsonNode call(Tenant tenant, String tool, String... arguments) throws Exception {
        Map<String, Object> given = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            boolean number = arguments[i + 1].matches("[0-9]+") && !arguments[i].endsWith("_id");
            given.put(arguments[i], number ? Long.valueOf(arguments[i + 1]) : arguments[i + 1]);
        }
        String body = JSON.writeValueAsString(Map.of(
                "jsonrpc", "2.0", "id", 1, "method", "tools/call", "params", Map.of("name", tool, "arguments", given)));
        return JSON.readTree(ApiCalls.bytes(send(tenant, "POST", new Headers(), body)))
                .path("result");
    }

    /// The first text of a tool that has no trouble.
    String text(String tool, String... arguments) throws Exception {
        JsonNode result = call(tool, arguments);
        if (result.path("isError").asBoolean(true)) {
            throw new AssertionError(tool + ": " + result);
        }
        return result.path("content").path(0).path("text").asText();
    }
}
