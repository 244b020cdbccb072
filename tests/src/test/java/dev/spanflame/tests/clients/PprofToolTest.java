package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.proto.querier.v1.SelectMergeProfileRequest;
import dev.spanflame.tests.system.Profiles;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Wire;
import java.io.File;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Go's `pprof`, reading the profiles that the server answers with.
class PprofToolTest {
    private static final String TYPE = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";
    private static final String MERGE = "/querier.v1.QuerierService/SelectMergeProfile";

    @TempDir
    Path folder;

    @Test
    void go_tool_pprof_reads_profiles_and_differences() throws IOException, InterruptedException {
        Path go = go();
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            assertThat(Profiles.send(server, "shop", 600, "parse", "run", "main"))
                    .isEqualTo(200);
            assertThat(Profiles.send(server, "shop", 400, "run", "main")).isEqualTo(200);
            assertThat(Profiles.send(server, "cart", 250, "run", "main")).isEqualTo(200);

            long now = System.currentTimeMillis();
            byte[] request = SelectMergeProfileRequest.newBuilder()
                    .setProfileTypeID(TYPE)
                    .setLabelSelector("{service_name=\"shop\"}")
                    .setStart(now - 3_600_000)
                    .setEnd(now + 60_000)
                    .build()
                    .toByteArray();
            Wire.Answer merged =
                    Wire.post(server.uri("pyroscope").resolve(MERGE), request, "Content-Type", "application/proto");
            assertThat(merged.status()).as(merged.text()).isEqualTo(200);
            assertThat(top(go, merged.body()))
                    .contains("Type: cpu", "of 1000ns total")
                    .containsPattern("600ns\\s+60(\\.00)?%.*parse")
                    .containsPattern("400ns\\s+40(\\.00)?%.*1000ns\\s+100(\\.00)?%\\s+run");

            String shop = URLEncoder.encode(TYPE + "{service_name=\"shop\"}", StandardCharsets.UTF_8);
            String cart = URLEncoder.encode(TYPE + "{service_name=\"cart\"}", StandardCharsets.UTF_8);
            Wire.Answer file = get(server, "/pyroscope/render?from=now-1h&until=now%2B1m&format=pprof&query=" + shop);
            assertThat(top(go, file.body())).contains("of 1000ns total");
            Wire.Answer diff = get(
                    server,
                    "/pyroscope/render-diff?format=pprof&leftFrom=now-1h&leftUntil=now%2B1m&rightFrom=now-1h"
                            + "&rightUntil=now%2B1m&leftQuery=" + shop + "&rightQuery=" + cart);
            assertThat(top(go, diff.body())).containsPattern("-600ns.*parse").containsPattern("-150ns.*run");
        }
    }

    private static Wire.Answer get(SpanflameProcess server, String path) {
        Wire.Answer answer = Wire.get(server.uri("pyroscope").resolve(path));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private static Path go() {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path candidate = Path.of(directory, "go");
            if (!directory.isEmpty() && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return Assumptions.abort("SKIPPED-TOOLCHAIN: go is not installed; it is needed for its pprof");
    }

    private String top(Path go, byte[] profile) throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("profile.pb.gz"), profile);
        Process process = new ProcessBuilder(go.toString(), "tool", "pprof", "-top", "-unit=ns", file.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
