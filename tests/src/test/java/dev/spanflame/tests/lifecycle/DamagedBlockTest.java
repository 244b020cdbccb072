package dev.spanflame.tests.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.tests.system.Profiles;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Spans;
import dev.spanflame.tests.system.Tempo;
import dev.spanflame.tests.system.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One damaged block of each signal beside a sound one.
class DamagedBlockTest {
    private static final String TOLD = "X-Spanflame-Partial";
    private static final String ONE = "1 block is damaged and left out";

    @TempDir
    Path folder;

    @Test
    void the_others_are_answered_from_and_callers_are_told() throws IOException, InterruptedException {
        List<Path> harmed;
        try (SpanflameProcess server = start()) {
            Spans.written(server, "harmed");
            harmed = indexes();
            Spans.written(server, "sound");
            assertThat(search(server).header(TOLD)).isEmpty();
            server.terminate();
        }
        assertThat(harmed).hasSize(2);
        for (Path index : harmed) {
            Files.writeString(index, "x".repeat((int) Files.size(index)), StandardCharsets.US_ASCII);
        }
        try (SpanflameProcess server = start()) {
            for (int time = 0; time < 2; time++) {
                Wire.Answer found = search(server);
                assertThat(found.text()).contains("sound").doesNotContain("harmed");
                assertThat(found.header(TOLD)).isEqualTo(ONE);
            }
            Wire.Answer series =
                    Wire.get(server.uri("query").resolve("/api/metrics/query_range?since=1h&q=%7B%7D%20%7C%20rate()"));
            assertThat(series.json().path("status").asText()).as(series.text()).isEqualTo("PARTIAL");
            assertThat(series.json().path("message").asText()).isEqualTo(ONE);
            Wire.Answer types = Wire.post(
                    server.uri("pyroscope").resolve(Profiles.TYPES), new byte[0], "Content-Type", "application/proto");
            assertThat(types.status()).isEqualTo(200);
            assertThat(types.header(TOLD)).isEqualTo(ONE);
            assertThat(Profiles.flameGraph(server, "sound")).containsEntry("leaf", 7L);
            assertThat(Profiles.flameGraph(server, "harmed")).doesNotContainKey("leaf");
            assertThat(new Tempo(server).metric("spanflame_blocks_left_out")).isEqualTo(2);
        }
    }

    private SpanflameProcess start() throws IOException {
        return SpanflameProcess.start(folder, "--compaction.enabled=false");
    }

    private static Wire.Answer search(SpanflameProcess server) {
        return Wire.get(server.uri("query").resolve("/api/search?q=%7B%7D"));
    }

    private List<Path> indexes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().equals("index"))
                    .toList();
        }
    }
}
