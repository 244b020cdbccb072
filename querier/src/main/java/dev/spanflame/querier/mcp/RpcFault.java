package dev.spanflame.querier.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// An error that a client of JSON-RPC 2.0 gets.
final class RpcFault extends Exception {
    /// The body is no JSON.
    static final int PARSE_ERROR = -32_700;
    /// The JSON is no request.
    static final int INVALID_REQUEST = -32_600;
    /// There is no such method.
    static final int METHOD_NOT_FOUND = -32_601;
    /// The method cannot take these parameters.
    static final int INVALID_PARAMS = -32_602;
    /// There is no such resource.
    static final int RESOURCE_NOT_FOUND = -32_002;
    /// A header says something else than the body.
    static final int HEADER_MISMATCH = -32_020;
    /// A revision of the protocol that is not spoken here.
    static final int UNSUPPORTED_VERSION = -32_022;

    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient JsonNode data;

    RpcFault(int code, String message) {
        this(code, message, JsonNodeFactory.instance.missingNode());
    }

    private RpcFault(int code, String message, JsonNode data) {
        super(message);
        this.code = code;
        this.data = data;
    }

    /// The fault of a revision that is unknown, with those that are known.
    static RpcFault version(String wanted) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        McpVersion.labels().forEach(data.putArray("supported")::add);
        data.put("requested", wanted);
        return new RpcFault(
                UNSUPPORTED_VERSION,
                "Unsupported protocol version; known are " + String.join(", ", McpVersion.labels()),
                data);
    }

    /// Status of an answer that holds the fault alone, in the newest revision.
    int status() {
        return code == METHOD_NOT_FOUND ? 404 : 400;
    }

    /// The answer to the request of this id, null where it is unknown.
    ObjectNode answer(JsonNode id) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        answer.set("id", id);
        ObjectNode error = answer.putObject("error").put("code", code).put("message", getMessage());
        if (!data.isMissingNode()) {
            error.set("data", data);
        }
        return answer;
    }
}
