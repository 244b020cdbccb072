package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Tempo;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// OTLP in JSON as a person sends it by hand, ids in hexadecimal.
class CurlTest {
    @TempDir
    Path folder;

    @Test
    void a_span_sent_by_curl_is_found_by_id_and_by_query() throws IOException, InterruptedException {
        Assumptions.assumeTrue(isInstalled(), "SKIPPED-TOOLCHAIN: curl is not installed");
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            Tempo tempo = new Tempo(server);
            String traceId = Spans.newTraceId();
            long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
            Path request = Files.writeString(folder.resolve("request.json"), request(traceId, now));

            String answer = curl(
                    "-sS",
                    "-w",
                    " %{http_code}",
                    "-H",
                    "Content-Type: application/json",
                    "--data-binary",
                    "@" + request,
                    server.uri("otlp-http").resolve("/v1/traces").toString());

            assertThat(answer).isEqualTo("{} 200");
            assertThat(tempo.spanNames(traceId)).containsExactly("hello");
            assertThat(tempo.search("{ span.retries = 2 && kind = server }")).containsExactly(traceId);
        }
    }

    private static String request(String traceId, long end) {
        return """
            {"resourceSpans": [{
              "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "by-hand"}}]},
              "scopeSpans": [{"spans": [{
                "traceId": "%s", "spanId": "00f067aa0ba902b7", "name": "hello", "kind": 2,
                "startTimeUnixNano": "%d", "endTimeUnixNano": "%d",
                "attributes": [{"key": "retries", "value": {"intValue": "2"}}]
              }]}]
            }]}
            """.formatted(traceId, end - 5_000_000, end);
    }

    static String curl(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "curl";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    static boolean isInstalled() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "curl")));
    }
}
