package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanflame.objectstore.server.Toolchains;
import dev.spanflame.tests.system.Profiles;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The official clients of the Model Context Protocol, in Python with and without a handshake, and in TypeScript.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpSdkTest {
    private static final String PYTHON = """
            import asyncio, json, sys
            from mcp import Client

            async def main(url, calls, mode):
                async with Client(url, mode=mode) as client:
                    tools = (await client.list_tools()).tools
                    resources = (await client.list_resources()).resources
                    page = await client.read_resource("docs://traceql/metrics")
                    said = {}
                    for name, arguments in json.loads(calls).items():
                        result = await client.call_tool(name, arguments)
                        said[name] = ("error: " if result.is_error else "") + result.content[0].text
                    print(json.dumps({
                        "version": client.protocol_version,
                        "server": client.server_info.name,
                        "tools": [tool.name for tool in tools],
                        "readOnly": all(tool.annotations.read_only_hint for tool in tools),
                        "resources": [str(resource.uri) for resource in resources],
                        "page": page.contents[0].text,
                        "said": said,
                    }))

            asyncio.run(main(*sys.argv[1:]))
            """;

    private static final String NODE = """
            import {Client} from '@modelcontextprotocol/sdk/client/index.js';
            import {StreamableHTTPClientTransport} from '@modelcontextprotocol/sdk/client/streamableHttp.js';

            const [url, calls] = process.argv.slice(2);
            const client = new Client({name: 'test', version: '1.0.0'});
            const transport = new StreamableHTTPClientTransport(new URL(url));
            await client.connect(transport);
            const {tools} = await client.listTools();
            const {resources} = await client.listResources();
            const page = await client.readResource({uri: 'docs://traceql/metrics'});
            const said = {};
            for (const [name, args] of Object.entries(JSON.parse(calls))) {
              const result = await client.callTool({name, arguments: args});
              said[name] = (result.isError ? 'error: ' : '') + result.content[0].text;
            }
            console.log(JSON.stringify({
              version: transport.protocolVersion,
              server: client.getServerVersion().name,
              tools: tools.map(tool => tool.name),
              readOnly: tools.every(tool => tool.annotations.readOnlyHint),
              resources: resources.map(resource => resource.uri),
              page: page.contents[0].text,
              said,
            }));
            await client.close();
            """;

    private static final String CALLS = """
            {
              "traceql-search": {"query": "{ resource.service.name = \\"shop\\" }"},
              "get-trace": {"trace_id": "TRACE"},
              "trace-diff": {"base_trace_id": "TRACE", "compare_trace_id": "TRACE"},
              "get-attribute-values": {"name": "resource.service.name"},
              "flamegraph": {"selector": "{service_name=\\"shop\\"}"},
              "traceql-metrics-instant": {"query": "{ } | count_over_time()"},
              "docs-config": {"name": "overview"},
              "profile-for-span": {"trace_id": "77"}
            }
            """;

    private final String trace = Spans.newTraceId();
    private SpanflameProcess server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = SpanflameProcess.start(folder);
        try (GrpcProbe probe = new GrpcProbe(server, "otlp-grpc")) {
            probe.export(Spans.request("shop", Spans.span(trace, 1, "GET /").build()), "any");
        }
        assertThat(Profiles.send(server, "shop", 50, "leaf", "main")).isEqualTo(200);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"legacy, 2025-11-25", "auto, 2026-07-28"})
    void tools_and_resources_answer_in_python(String mode, String version) throws IOException, InterruptedException {
        Path python = Toolchains.pythonWith("mcp==2.3.0");

        assertAnswers(run(python.toString(), "-c", PYTHON, url(), calls(), mode), version);
    }

    @Test
    void tools_and_resources_answer_in_typescript() throws IOException, InterruptedException {
        Toolchains.Node node = Toolchains.nodeWith("@modelcontextprotocol/sdk@1.32.2");
        Path script = Files.writeString(node.home().resolve("mcp.mjs"), NODE);

        assertAnswers(run(node.program().toString(), script.toString(), url(), calls()), "2025-11-25");
    }

    private void assertAnswers(JsonNode answer, String version) {
        assertThat(answer.path("version").asText()).isEqualTo(version);
        assertThat(answer.path("server").asText()).isEqualTo("spanflame");
        assertThat(answer.path("tools")).hasSize(13);
        assertThat(answer.path("readOnly").asBoolean()).isTrue();
        assertThat(answer.path("resources")).hasSize(7);
        assertThat(answer.path("page").asText()).startsWith("## Series over time");
        JsonNode said = answer.path("said");
        assertThat(said.path("traceql-search").asText()).contains("\"rootTraceName\":\"GET /\"");
        assertThat(said.path("get-trace").asText()).contains(trace);
        assertThat(said.path("trace-diff").asText()).contains("\"matchedSpans\":1");
        assertThat(said.path("get-attribute-values").asText()).contains("shop");
        assertThat(said.path("flamegraph").asText()).contains("100.0% 100.0%  leaf");
        assertThat(said.path("traceql-metrics-instant").asText()).contains("\"value\":1");
        assertThat(said.path("docs-config").asText()).contains("## `limits`");
        assertThat(said.path("profile-for-span").asText()).startsWith("error: profile-for-span failed: no such span");
    }

    @Test
    void grafana_finds_out_whether_there_is_a_server() {
        URI mcp = server.uri("query").resolve("/api/mcp");

        assertThat(Wire.delete(mcp).status()).isEqualTo(200);
        assertThat(Wire.get(mcp).status()).isEqualTo(405);
        assertThat(Wire.post(mcp, new byte[0], "Origin", "http://elsewhere.example")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void it_can_be_switched_off(@TempDir Path folder) throws IOException {
        try (SpanflameProcess without = SpanflameProcess.start(folder, "--query.mcp=false")) {
            assertThat(Wire.delete(without.uri("query").resolve("/api/mcp")).status())
                    .isEqualTo(404);
        }
    }

    private String url() {
        return server.uri("query").resolve("/api/mcp").toString();
    }

    private String calls() {
        return CALLS.replace("TRACE", trace);
    }

    private static JsonNode run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return new ObjectMapper().readTree(output);
    }
}
