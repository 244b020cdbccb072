package dev.spanflame.tests.clients.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.tests.system.Profiles;
import dev.spanflame.tests.system.SpanflameProcess;
import dev.spanflame.tests.system.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What async-profiler writes without any agent of ours or Pyroscope's: recordings and OTLP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AsyncProfilerTest {
    private static final String BUSY = "BusyProgram.spin";

    private Path folder;
    private SpanflameProcess server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        this.folder = folder;
        server = SpanflameProcess.start(folder.resolve("data"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void its_recording_lands_as_cpu_and_wall_clock_time() throws IOException, InterruptedException {
        Path recording = profiled("event=ctimer,interval=5ms,wall=20ms,jfr", "busy.jfr");
        taken(
                server.uri("pyroscope").resolve("/ingest?name=recorded&format=jfr"),
                recording,
                "application/octet-stream");
        Map<String, Long> cpu = Profiles.flameGraph(server, "recorded");
        assertThat(most(cpu)).contains(BUSY);
        assertThat(total(Profiles.flameGraph(
                        server, "wall:wall:nanoseconds:wall:nanoseconds{service_name=\"recorded\"}", "")))
                .isPositive();
    }

    @Test
    void its_otlp_lands_as_cpu_time() throws IOException, InterruptedException {
        Path request = profiled("event=ctimer,interval=5ms,otlp", "busy.otlp");
        taken(server.uri("otlp-http").resolve("/v1development/profiles"), request, "application/x-protobuf");
        assertThat(most(Profiles.flameGraph(server, "unknown_service"))).contains(BUSY);
    }

    private static void taken(URI uri, Path file, String type) throws IOException {
        Wire.Answer answer = Wire.post(uri, Files.readAllBytes(file), "Content-Type", type);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    /// Runs the busy program for a second under the profiler; the file that it leaves.
    private Path profiled(String options, String name) throws IOException, InterruptedException {
        Path library = folder.resolve("libasyncProfiler.so");
        String system = System.getProperty("os.arch").equals("aarch64") ? "linux-arm64" : "linux-x64";
        try (InputStream in = AsyncProfiler.class.getResourceAsStream("/" + system + "/libasyncProfiler.so")) {
            Files.write(library, in.readAllBytes());
        }
        Path file = folder.resolve(name);
        String classes = Path.of(BusyProgram.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-agentpath:" + library + "=start," + options + ",file=" + file,
                "-cp",
                classes,
                BusyProgram.class.getName(),
                "1000");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return file;
    }

    /// The widest of the frames that are methods of the busy program but its first.
    private static String most(Map<String, Long> graph) {
        return graph.entrySet().stream()
                .filter(entry ->
                        !entry.getKey().equals("total") && !entry.getKey().contains("BusyProgram.main"))
                .max(Map.Entry.comparingByValue())
                .orElseThrow(() -> new AssertionError("no frame at all: " + graph))
                .getKey();
    }

    private static long total(Map<String, Long> graph) {
        return graph.getOrDefault("total", 0L);
    }
}
