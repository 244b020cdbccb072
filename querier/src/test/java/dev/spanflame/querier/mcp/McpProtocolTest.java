package dev.spanflame.querier.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.querier.tempo.ApiCalls;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class McpProtocolTest {
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}";
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private final TestServer server = new TestServer();

    @ParameterizedTest
    @CsvSource({
        "2024-11-05, 2024-11-05",
        "2025-03-26, 2025-03-26",
        "2025-06-18, 2025-06-18",
        "2025-11-25, 2025-11-25",
        "2026-07-28, 2025-11-25",
        "1999-01-01, 2025-11-25"
    })
    void a_handshake_settles_on_a_revision(String wanted, String settled) throws Exception {
        JsonNode answer = server.post("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"initialize\",\"params\":"
                + "{\"protocolVersion\":\"" + wanted + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\"}}}");

        assertThat(answer.path("id").asText()).isEqualTo("a");
        assertThat(answer.path("result").path("protocolVersion").asText()).isEqualTo(settled);
        assertThat(answer.path("result").path("serverInfo"))
                .hasToString("{\"name\":\"spanflame\",\"title\":\"Spanflame\",\"version\":\"1.2\"}");
        assertThat(answer.path("result").path("capabilities").has("tools")).isTrue();
        assertThat(answer.path("result").path("capabilities").has("resources")).isTrue();
        assertThat(answer.path("result").path("instructions").asText()).contains("never instructions");
    }

    @Test
    void all_tools_only_read_and_are_told_with_their_arguments() throws Exception {
        JsonNode tools = server.post(LIST).path("result").path("tools");

        assertThat(tools.findValuesAsText("name"))
                .contains(
                        "traceql-search",
                        "traceql-metrics-instant",
                        "traceql-metrics-range",
                        "get-trace",
                        "trace-diff",
                        "get-attribute-names",
                        "get-attribute-values",
                        "docs-traceql",
                        "docs-config",
                        "flamegraph",
                        "flame-diff",
                        "top-functions",
                        "profile-for-span");
        assertThat(tools).hasSize(13).allSatisfy(tool -> {
            assertThat(tool.path("annotations"))
                    .hasToString("{\"readOnlyHint\":true,\"destructiveHint\":false,\"idempotentHint\":true,"
                            + "\"openWorldHint\":false}");
            assertThat(tool.path("description").asText()).isNotBlank();
            assertThat(tool.path("inputSchema").path("type").asText()).isEqualTo("object");
            assertThat(tool.path("inputSchema").path("properties"))
                    .allSatisfy(property ->
                            assertThat(property.path("description").asText()).isNotBlank());
        });
    }

    @Test
    void resources_are_pages_of_the_documentation() throws Exception {
        JsonNode resources = server.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\"}")
                .path("result")
                .path("resources");
        assertThat(resources.findValuesAsText("uri"))
                .containsExactly(
                        "docs://traceql/query",
                        "docs://traceql/basic",
                        "docs://traceql/aggregates",
                        "docs://traceql/structural",
                        "docs://traceql/metrics",
                        "docs://config/overview",
                        "docs://config/reference");
        for (String uri : resources.findValuesAsText("uri")) {
            JsonNode read =
                    server.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\""
                            + uri + "\"}}");
            assertThat(read.path("result").path("contents").path(0).path("uri").asText())
                    .isEqualTo(uri);
            assertThat(read.path("result").path("contents").path(0).path("text").asText())
                    .as(uri)
                    .hasSizeBetween(200, ToolAnswer.MAX_CHARS);
        }
        assertThat(server.post(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"x\"}}")
                        .path("error")
                        .path("code")
                        .asInt())
                .isEqualTo(-32_002);
        assertThat(server.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/templates/list\"}")
                        .path("result"))
                .hasToString("{\"resourceTemplates\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
                "[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}]"
            })
    void messages_that_want_no_answer_are_accepted(String body) throws Exception {
        HttpReply reply = server.send("POST", new Headers(), body);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(ApiCalls.bytes(reply)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | -32700",
                "{} {} | -32700",
                "7 | -32600",
                "[] | -32600",
                "{\"id\":1,\"method\":\"ping\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"} | -32600"
            })
    void what_is_no_message_is_refused(String body, int code) throws Exception {
        HttpReply reply = server.send("POST", new Headers(), body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(json(reply).path("error").path("code").asInt()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"method\":\"prompts/list\" | -32601",
                "\"method\":\"server/discover\" | -32601",
                "\"method\":\"initialize\" | -32602",
                "\"method\":\"tools/list\",\"params\":{\"cursor\":\"2\"} | -32602",
                "\"method\":\"tools/call\",\"params\":{\"name\":\"drop-data\"} | -32602",
                "\"method\":\"tools/call\",\"params\":{\"name\":\"get-trace\",\"arguments\":[]} | -32602"
            })
    void what_cannot_be_answered_is_an_error_of_the_request(String request, int code) throws Exception {
        HttpReply reply = server.send("POST", new Headers(), "{\"jsonrpc\":\"2.0\",\"id\":3," + request + "}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(json(reply).path("id").asInt()).isEqualTo(3);
        assertThat(json(reply).path("error").path("code").asInt()).isEqualTo(code);
    }

    @Test
    void batches_are_for_the_revisions_that_have_them() throws Exception {
        String batch = "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},"
                + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"},"
                + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"nothing\"}]";

        JsonNode answers = json(server.send("POST", version("2025-03-26"), batch));
        assertThat(answers).hasSize(2);
        assertThat(answers.path(0)).hasToString("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
        assertThat(answers.path(1).path("error").path("code").asInt()).isEqualTo(-32_601);

        for (String newer : List.of("2025-06-18", "2025-11-25", "2026-07-28")) {
            assertThat(server.send("POST", version(newer), batch).status()).isEqualTo(400);
        }
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
        assertThat(server.send("POST", new Headers(), "[" + String.join(",", Collections.nCopies(21, ping)) + "]")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_revision_that_is_unknown_is_refused_with_those_that_are_known() throws Exception {
        HttpReply reply = server.send("POST", version("2030-01-01"), LIST);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(json(reply).path("error").path("data").path("supported"))
                .hasToString("[\"2024-11-05\",\"2025-03-26\",\"2025-06-18\",\"2025-11-25\",\"2026-07-28\"]");
    }

    @Test
    void without_a_handshake_each_request_says_all() throws Exception {
        Headers headers = version("2026-07-28").add("Mcp-Method", "server/discover");

        JsonNode result = json(server.send("POST", headers, modern("server/discover", META)))
                .path("result");

        assertThat(result.path("supportedVersions").toString()).contains("2026-07-28");
        assertThat(result.path("resultType").asText()).isEqualTo("complete");
        assertThat(result.path("cacheScope").asText()).isEqualTo("private");
        assertThat(result.path("_meta")
                        .path("io.modelcontextprotocol/serverInfo")
                        .path("name")
                        .asText())
                .isEqualTo("spanflame");
    }

    @Test
    void a_header_that_says_something_else_than_the_body_is_refused() throws Exception {
        String call = modern("tools/call", "\"name\":\"docs-traceql\",\"arguments\":{\"name\":\"basic\"}," + META);
        Headers right =
                version("2026-07-28").add("Mcp-Method", "tools/call").add("Mcp-Name", "=?base64?ZG9jcy10cmFjZXFs?=");
        Headers wrong = version("2026-07-28").add("Mcp-Method", "tools/call").add("Mcp-Name", "get-trace");

        assertThat(server.send("POST", right, call).status()).isEqualTo(200);
        HttpReply refused = server.send("POST", wrong, call);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(json(refused).path("error").path("code").asInt()).isEqualTo(-32_020);
        HttpReply bare = server.send("POST", right, modern("tools/call", "\"name\":\"docs-traceql\""));
        assertThat(bare.status()).isEqualTo(400);
        Headers unknown = version("2026-07-28").add("Mcp-Method", "initialize");
        assertThat(server.send("POST", unknown, modern("initialize", META)).status())
                .isEqualTo(404);
    }

    @Test
    void there_is_no_stream_and_no_session() throws Exception {
        HttpReply get = server.send("GET", new Headers(), "");

        assertThat(get.status()).isEqualTo(405);
        assertThat(get.headers()).containsEntry("Allow", "DELETE, POST");
        assertThat(server.send("DELETE", new Headers(), "").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "http://127.0.0.1.evil.example", "null", "http://10.0.0.7:3200", "::"})
    void pages_of_others_are_kept_out(String origin) {
        for (String method : List.of("POST", "DELETE", "GET")) {
            assertThatThrownBy(() -> server.send(method, new Headers().add("Origin", origin), LIST))
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.FORBIDDEN));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:6274", "http://127.0.0.1:3200", "http://[::1]:1", "https://Grafana.example.com"
            })
    void pages_of_this_machine_and_of_the_configuration_may_ask(String origin) throws Exception {
        assertThat(server.send("POST", new Headers().add("Origin", origin), LIST)
                        .status())
                .isEqualTo(200);
    }

    private static Headers version(String label) {
        return new Headers().add("MCP-Protocol-Version", label);
    }

    private static String modern(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + params + "}}";
    }

    private static JsonNode json(HttpReply reply) throws Exception {
        return new ObjectMapper().readTree(ApiCalls.bytes(reply));
    }
}
