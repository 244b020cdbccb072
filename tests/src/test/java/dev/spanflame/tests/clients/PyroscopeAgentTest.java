package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.tests.system.Awaiting;
import dev.spanflame.tests.system.Profiles;
import dev.spanflame.tests.system.SpanflameProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pyroscope's own agent for the JVM, and ours in its place with the same settings, in a program that is busy.
class PyroscopeAgentTest {
    private static final Duration UPLOADED = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"pyroscope", "spanflame"})
    void the_method_that_keeps_a_jvm_busy_is_in_its_flame_graph(String maker) throws IOException, InterruptedException {
        Path agent = maker.equals("spanflame")
                ? Path.of(System.getProperty("spanflame.root"), "agent", "target", "spanflame-agent.jar")
                : pyroscopeAgent();
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            Process busy = busyProgram(server, agent);
            try {
                Map<String, Long> graph = Awaiting.until(
                        UPLOADED,
                        () -> Profiles.flameGraph(server, "busy-program"),
                        found -> found.keySet().stream().anyMatch(name -> name.contains("BusyProgram.spin")));

                assertThat(graph.keySet())
                        .as(server.output())
                        .anyMatch(name -> name.contains("BusyProgram.main"))
                        .anyMatch(name -> name.contains("BusyProgram.spin"));
            } finally {
                busy.destroyForcibly().waitFor();
            }
        }
    }

    private static Path pyroscopeAgent() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("io/pyroscope"))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    private Process busyProgram(SpanflameProcess server, Path agent) throws IOException {
        String classes = Path.of(BusyProgram.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-javaagent:" + agent,
                        "-cp",
                        classes,
                        BusyProgram.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("busy.log").toFile());
        Map<String, String> environment = builder.environment();
        environment.put("PYROSCOPE_APPLICATION_NAME", "busy-program");
        environment.put("PYROSCOPE_SERVER_ADDRESS", server.uri("pyroscope").toString());
        environment.put("PYROSCOPE_FORMAT", "jfr");
        environment.put("PYROSCOPE_PROFILER_EVENT", "itimer");
        environment.put("PYROSCOPE_UPLOAD_INTERVAL", "2s");
        return builder.start();
    }
}
