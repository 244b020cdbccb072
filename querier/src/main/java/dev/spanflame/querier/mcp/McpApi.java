package dev.spanflame.querier.mcp;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `/api/mcp`: the Model Context Protocol over streamable HTTP. Thread-safe.
///
/// There are no sessions and no stream from the server: each POST is answered by one JSON document. All
/// tools only read, and see what the caller's tenants see.
public final class McpApi {
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(50).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final McpMessages messages;
    private final OriginRule origins;

    /// Tools that ask `endpoints`, which are all that answer queries. `origins` are those of web pages that
    /// may ask, in lower case; `version` is the program's own.
    public McpApi(List<Route> endpoints, Set<String> origins, InstantSource clock, String version) {
        Endpoints asked = new Endpoints(endpoints);
        DocTools docs = new DocTools(new Docs());
        List<Tool> tools = new ArrayList<>(new TraceTools(asked).tools());
        tools.addAll(new AttributeTools(asked).tools());
        tools.addAll(docs.tools());
        tools.addAll(new ProfileTools(asked).tools());
        this.messages = new McpMessages(new McpMethods(tools, docs, clock, version));
        this.origins = new OriginRule(origins);
    }

    /// The endpoint.
    public Route route() {
        return new Route(
                Set.of(), "/api/mcp", MAX_BODY_BYTES, Route.TenantRule.MANY, Route.ErrorFormat.TEXT, this::answer);
    }

    /// There is no session to end, so that `DELETE` has nothing to do; Grafana looks by it whether there is
    /// a server.
    private HttpReply answer(HttpCall call) throws IOException {
        origins.check(call.caller().headers());
        return switch (call.method()) {
            case "POST" -> post(call);
            case "DELETE" -> HttpReply.empty(200);
            default ->
                HttpReply.text(405, "there is no stream to read; POST messages").withHeader("Allow", "DELETE, POST");
        };
    }

    private HttpReply post(HttpCall call) throws IOException {
        String wanted = call.header("MCP-Protocol-Version");
        Optional<McpVersion> version = wanted.isEmpty() ? Optional.of(McpVersion.ASSUMED) : McpVersion.of(wanted);
        if (version.isEmpty()) {
            return refused(RpcFault.version(wanted));
        }
        JsonNode body;
        try {
            body = JSON.readTree(call.body());
        } catch (JacksonException e) {
            return refused(new RpcFault(RpcFault.PARSE_ERROR, "Parse error: " + e.getOriginalMessage()));
        }
        McpMessages.Reply reply = messages.reply(call.caller(), body, version.get());
        return reply.content().isEmpty()
                ? HttpReply.empty(reply.status())
                : HttpReply.of(
                        reply.status(),
                        "application/json",
                        JSON.writeValueAsBytes(reply.content().get()));
    }

    private static HttpReply refused(RpcFault fault) throws IOException {
        return HttpReply.of(
                400, "application/json", JSON.writeValueAsBytes(fault.answer(JsonNodeFactory.instance.nullNode())));
    }
}
