package dev.spanflame.querier.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.querier.tempo.parameter.Shown;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The methods of the protocol, whatever brought the message. Thread-safe.
final class McpMethods {
    private static final System.Logger LOG = System.getLogger("mcp");
    private static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";
    private static final long CACHED_MILLIS = 3_600_000;
    private static final String INSTRUCTIONS = "Traces and profiles of observed programs. Times are RFC 3339; without"
            + " them the last hour is asked. Read docs-traceql before the first TraceQL query, and find names with"
            + " get-attribute-names. Long answers are shortened and say so. " + ToolAnswer.DATA_NOTE;

    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final DocTools docs;
    private final InstantSource clock;
    private final String serverVersion;

    McpMethods(List<Tool> tools, DocTools docs, InstantSource clock, String serverVersion) {
        tools.forEach(tool -> this.tools.put(tool.name(), tool));
        this.docs = docs;
        this.clock = clock;
        this.serverVersion = serverVersion;
    }

    /// The result of a request.
    ObjectNode call(Caller caller, String method, JsonNode params, McpVersion version) throws RpcFault {
        ObjectNode result = switch (method) {
            case "ping" -> JsonNodeFactory.instance.objectNode();
            case "tools/list" -> cacheable(listTools(params), version);
            case "tools/call" -> callTool(caller, params);
            case "resources/list" -> cacheable(docs.list(), version);
            case "resources/templates/list" -> cacheable(templates(), version);
            case "resources/read" -> cacheable(docs.read(params.path("uri").asText("")), version);
            case "initialize", "server/discover" -> greeting(method, params, version);
            default -> throw unknown(method);
        };
        if (version.isStateless()) {
            result.put("resultType", "complete");
            ObjectNode meta = result.path("_meta") instanceof ObjectNode there ? there : result.putObject("_meta");
            meta.set(SERVER_INFO, serverInfo());
        }
        return result;
    }

    /// With a handshake a client begins by `initialize`, without one it may look by `server/discover`.
    private ObjectNode greeting(String method, JsonNode params, McpVersion version) throws RpcFault {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (method.equals("initialize") == version.isStateless()) {
            throw unknown(method);
        }
        if (version.isStateless()) {
            cacheable(result, version);
            McpVersion.labels().forEach(result.putArray("supportedVersions")::add);
        } else {
            JsonNode wanted = params.path("protocolVersion");
            if (!wanted.isTextual()) {
                throw new RpcFault(RpcFault.INVALID_PARAMS, "params.protocolVersion is missing");
            }
            result.put("protocolVersion", McpVersion.negotiated(wanted.asText()).label());
            result.set("serverInfo", serverInfo());
        }
        ObjectNode capabilities = result.putObject("capabilities");
        capabilities.putObject("tools").put("listChanged", false);
        capabilities.putObject("resources").put("listChanged", false).put("subscribe", false);
        return result.put("instructions", INSTRUCTIONS);
    }

    private ObjectNode serverInfo() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", "spanflame")
                .put("title", "Spanflame")
                .put("version", serverVersion);
    }

    /// Nothing of these changes while the program runs.
    private static ObjectNode cacheable(ObjectNode result, McpVersion version) {
        return version.isStateless() ? result.put("ttlMs", CACHED_MILLIS).put("cacheScope", "private") : result;
    }

    private static RpcFault unknown(String method) {
        return new RpcFault(RpcFault.METHOD_NOT_FOUND, "Method not found: " + Shown.of(method));
    }

    private ObjectNode listTools(JsonNode params) throws RpcFault {
        if (params.hasNonNull("cursor")) {
            throw new RpcFault(RpcFault.INVALID_PARAMS, "there is one page alone, without a cursor");
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode all = result.putArray("tools");
        tools.values().forEach(tool -> all.add(tool.declaration()));
        return result;
    }

    private static ObjectNode templates() {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putArray("resourceTemplates");
        return result;
    }

    private ObjectNode callTool(Caller caller, JsonNode params) throws RpcFault {
        Tool tool = tools.get(params.path("name").asText(""));
        if (tool == null) {
            throw new RpcFault(
                    RpcFault.INVALID_PARAMS,
                    "Unknown tool: " + Shown.of(params.path("name").asText("")));
        }
        JsonNode arguments = params.path("arguments");
        if (!arguments.isMissingNode() && !arguments.isNull() && !arguments.isObject()) {
            throw new RpcFault(RpcFault.INVALID_PARAMS, "params.arguments is no object");
        }
        return answer(caller, tool, arguments).result();
    }

    /// What a tool cannot do is its answer, which an assistant reads, and no fault of the protocol.
    private ToolAnswer answer(Caller caller, Tool tool, JsonNode arguments) {
        JsonNode given = arguments.isObject() ? arguments : JsonNodeFactory.instance.objectNode();
        try {
            return tool.call(caller, new Arguments(given, clock));
        } catch (BackendException e) {
            if (e.kind() == ErrorKind.CANCELLED) {
                throw e;
            }
            return ToolAnswer.error(tool.name() + " failed: " + e.text());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "tool " + tool.name() + " could not read", e);
            return ToolAnswer.error(tool.name() + " failed: stored data could not be read; try again later");
        }
    }
}
