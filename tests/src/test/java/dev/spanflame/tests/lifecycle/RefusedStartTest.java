package dev.spanflame.tests.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that cannot do what it is asked for says why and ends.
class RefusedStartTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void a_second_server_on_the_same_folder_is_refused_and_the_first_goes_on()
            throws IOException, InterruptedException {
        try (SpanflameProcess first = SpanflameProcess.start(folder);
                SpanflameProcess second = SpanflameProcess.launch(folder)) {
            assertThat(second.awaitEnd(LIMIT)).isEqualTo(1);
            assertThat(second.output())
                    .contains(
                            "another process uses the data folder",
                            folder.resolve("data").toString(),
                            "--data");
            assertThat(first.output()).doesNotContain("ERROR");
            assertThat(Wire.get(first.uri("query").resolve("/ready")).status()).isEqualTo(200);
        }
    }

    @Test
    void an_unknown_key_is_refused_with_its_line() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), """
                log:
                  level: info
                flush:
                  max-agee: 5m
                """);
        try (SpanflameProcess server = SpanflameProcess.launch(folder, "--config=" + file)) {
            assertThat(server.awaitEnd(LIMIT)).isEqualTo(2);
            assertThat(server.output()).contains("wrong.yaml:4", "flush.max-agee", "flush.max-age");
        }
    }

    @Test
    void a_taken_port_is_named() throws IOException, InterruptedException {
        try (SpanflameProcess first = SpanflameProcess.start(folder);
                SpanflameProcess second = SpanflameProcess.launch(
                        folder.resolve("other"),
                        "--listen.query=127.0.0.1:" + first.uri("query").getPort())) {
            assertThat(second.awaitEnd(LIMIT)).isEqualTo(1);
            assertThat(second.output())
                    .contains(String.valueOf(first.uri("query").getPort()));
        }
    }
}
