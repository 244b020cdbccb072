package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spanflame.tests.system.Profiles;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Wire;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Pyroscope's clients ask by plain HTTP, and what they keep on the server.
class PyroscopePagesTest {
    private static final String TYPE = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";

    @TempDir
    Path folder;

    @Test
    void every_page_and_list_is_served() throws IOException {
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            assertThat(Profiles.send(server, "shop", 600, "parse", "run", "main"))
                    .isEqualTo(200);
            String query = URLEncoder.encode(TYPE + "{service_name=\"shop\"}", StandardCharsets.UTF_8);
            String render = "/pyroscope/render?from=now-1h&until=now%2B1m&query=" + query + "&format=";
            assertThat(get(server, render + "folded").text()).isEqualTo("main;run;parse 600\n");
            assertThat(get(server, render + "html").text()).startsWith("<!DOCTYPE html>");
            assertThat(get(server, render + "speedscope").json().path("profiles"))
                    .hasSize(1);
            assertThat(get(server, "/api/apps").json().path(0).path("name").asText())
                    .isEqualTo("shop");
            assertThat(get(server, "/api/v1/status/buildinfo")
                            .json()
                            .path("status")
                            .asText())
                    .isEqualTo("success");
            JsonNode settings = Wire.post(
                            server.uri("pyroscope").resolve("/settings.v1.SettingsService/Set"),
                            "{\"setting\":{\"name\":\"n\",\"value\":\"v\"}}".getBytes(StandardCharsets.UTF_8),
                            "Content-Type",
                            "application/json")
                    .json();
            assertThat(settings.path("setting").path("value").asText()).isEqualTo("v");
            String spans = "/api/v2/flamegraph?q=%7B%7D&type=" + TYPE + "&start=now-1h&end=now%2B1m";
            assertThat(get(server, spans)
                            .json()
                            .path("flamebearer")
                            .path("numTicks")
                            .asLong())
                    .isZero();
        }
    }

    private static Wire.Answer get(SpanflameProcess server, String path) {
        Wire.Answer answer = Wire.get(server.uri("pyroscope").resolve(path));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }
}
