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
import java.util.Set;
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
            Process busy =
                    program(server, agent, BusyProgram.class, Map.of("PYROSCOPE_PROFILER_EVENT", "itimer"));
            try {
                assertThat(awaited(server, Profiles.CPU + "{service_name=\"agent-program\"}", "BusyProgram.spin"))
                        .as(server.output())
                        .anyMatch(name -> name.contains("BusyProgram.main"))
                        .anyMatch(name -> name.contains("BusyProgram.spin"));
            } finally {
                busy.destroyForcibly().waitFor();
            }
        }
    }

    /// Every setting of the event, with allocations and locks, a static label and dynamic ones.
    @ParameterizedTest
    @ValueSource(strings = {"itimer", "ctimer", "wall"})
    void events_keep_their_labels(String event) throws IOException, InterruptedException {
        Map<String, String> settings = Map.of(
                "PYROSCOPE_PROFILER_EVENT", event,
                "PYROSCOPE_PROFILER_ALLOC", "128k",
                "PYROSCOPE_PROFILER_LOCK", "1ms",
                "PYROSCOPE_LABELS", "region=eu,team=shop");
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            Process program = program(server, pyroscopeAgent(), LabelledProgram.class, settings);
            try {
                String labels = "{service_name=\"agent-program\",region=\"eu\",team=\"shop\",route=";
                String time = event.equals("wall") ? "wall:wall:nanoseconds:wall:nanoseconds" : Profiles.CPU;

                assertThat(awaited(server, time + labels + "\"/cart\"}", "computeCart"))
                        .as(server.output())
                        .anyMatch(name -> name.contains("LabelledProgram.computeCart"))
                        .noneMatch(name -> name.contains("payAtTheTill"));
                assertThat(awaited(
                                server,
                                "memory:alloc_in_new_tlab_bytes:bytes:space:bytes" + labels + "\"/cart\"}",
                                "computeCart"))
                        .anyMatch(name -> name.contains("LabelledProgram.computeCart"));
                assertThat(awaited(
                                server, "mutex:delay:nanoseconds:mutex:count" + labels + "\"/pay\"}", "payAtTheTill"))
                        .anyMatch(name -> name.contains("LabelledProgram.payAtTheTill"));
            } finally {
                program.destroyForcibly().waitFor();
            }
        }
    }

    /// The names in a flame graph, as soon as one has `part`.
    private static Set<String> awaited(SpanflameProcess server, String selector, String part) {
        return Awaiting.until(
                UPLOADED,
                () -> Profiles.flameGraph(server, selector, "").keySet(),
                found -> found.stream().anyMatch(name -> name.contains(part)));
    }

    private static Path pyroscopeAgent() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("io/pyroscope"))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    private Process program(SpanflameProcess server, Path agent, Class<?> main, Map<String, String> settings)
            throws IOException {
        String classes = Path.of(
                        main.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-javaagent:" + agent,
                        "-cp",
                        classes,
                        main.getName())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("agent.log").toFile());
        Map<String, String> environment = builder.environment();
        environment.put("PYROSCOPE_APPLICATION_NAME", "agent-program");
        environment.put("PYROSCOPE_SERVER_ADDRESS", server.uri("pyroscope").toString());
        environment.put("PYROSCOPE_FORMAT", "jfr");
        environment.put("PYROSCOPE_UPLOAD_INTERVAL", "2s");
        environment.putAll(settings);
        return builder.start();
    }
}
