package dev.spanflame.querier.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Headers;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Messages of JSON-RPC 2.0: requests get an answer, notifications and answers of the client none.
/// Thread-safe.
final class McpMessages {
    private static final int MAX_BATCH = 20;
    private static final String META_VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final String META_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

    /// Headers that repeat a parameter, by method.
    private static final Map<String, String> NAMED = Map.of("tools/call", "name", "resources/read", "uri");

    private final McpMethods methods;

    McpMessages(McpMethods methods) {
        this.methods = methods;
    }

    /// What is sent back: a status, and content if there is any.
    record Reply(int status, Optional<JsonNode> content) {}

    /// The reply to a body.
    Reply reply(Caller caller, JsonNode body, McpVersion version) {
        if (!body.isArray()) {
            return single(caller, body, version);
        }
        try {
            checkBatch(body, version);
        } catch (RpcFault fault) {
            return new Reply(400, Optional.of(fault.answer(JsonNodeFactory.instance.nullNode())));
        }
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        for (JsonNode message : body) {
            single(caller, message, version).content.ifPresent(answers::add);
        }
        return answers.isEmpty() ? new Reply(202, Optional.empty()) : new Reply(200, Optional.of(answers));
    }

    private static void checkBatch(JsonNode body, McpVersion version) throws RpcFault {
        if (!version.hasBatches()) {
            throw new RpcFault(
                    RpcFault.INVALID_REQUEST, "revision " + version.label() + " has no batches; send one message");
        }
        if (body.isEmpty() || body.size() > MAX_BATCH) {
            throw new RpcFault(
                    RpcFault.INVALID_REQUEST, "a batch has " + body.size() + " messages; expected 1 to " + MAX_BATCH);
        }
    }

    private Reply single(Caller caller, JsonNode message, McpVersion version) {
        JsonNode id = message.path("id");
        boolean hasId = id.isTextual() || id.isIntegralNumber();
        try {
            check(message);
            if (!message.has("method") || !message.has("id")) {
                return new Reply(202, Optional.empty());
            }
            if (!hasId) {
                throw new RpcFault(RpcFault.INVALID_REQUEST, "id is neither a text nor a whole number");
            }
        } catch (RpcFault fault) {
            return new Reply(400, Optional.of(fault.answer(hasId ? id : JsonNodeFactory.instance.nullNode())));
        }
        return request(caller, message, version);
    }

    private static void check(JsonNode message) throws RpcFault {
        if (!message.isObject() || !message.path("jsonrpc").asText("").equals("2.0")) {
            throw new RpcFault(RpcFault.INVALID_REQUEST, "expected an object with \"jsonrpc\":\"2.0\"");
        }
        boolean isAnswer = message.has("result") || message.has("error");
        if (!message.path("method").isTextual() && !isAnswer) {
            throw new RpcFault(RpcFault.INVALID_REQUEST, "method is missing or no text");
        }
    }

    private Reply request(Caller caller, JsonNode message, McpVersion version) {
        JsonNode id = message.path("id");
        String method = message.path("method").asText();
        JsonNode params = message.path("params");
        try {
            if (version.isStateless()) {
                checkEnvelope(caller.headers(), method, params);
            }
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
            answer.set("id", id);
            answer.set("result", methods.call(caller, method, params, version));
            return new Reply(200, Optional.of(answer));
        } catch (RpcFault fault) {
            return new Reply(version.isStateless() ? fault.status() : 200, Optional.of(fault.answer(id)));
        }
    }

    /// Without a handshake each request carries what the handshake would have said, and headers repeat it.
    private static void checkEnvelope(Headers headers, String method, JsonNode params) throws RpcFault {
        JsonNode meta = params.path("_meta");
        for (String key : List.of(META_VERSION, META_CAPABILITIES)) {
            if (!meta.has(key)) {
                throw new RpcFault(RpcFault.INVALID_PARAMS, "params._meta has no '" + key + "'");
            }
        }
        checkHeader(headers, "MCP-Protocol-Version", meta.path(META_VERSION).asText(""));
        checkHeader(headers, "Mcp-Method", method);
        String named = NAMED.getOrDefault(method, "");
        if (params.hasNonNull(named)) {
            checkHeader(headers, "Mcp-Name", params.path(named).asText(""));
        }
    }

    private static void checkHeader(Headers headers, String name, String expected) throws RpcFault {
        String value = HeaderText.decoded(headers.first(name).orElse(""));
        if (!value.equals(expected)) {
            throw new RpcFault(RpcFault.HEADER_MISMATCH, "header " + name + " does not say the same as the body");
        }
    }
}
