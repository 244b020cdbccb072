package dev.spanflame.tests.clients.jvm;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pyroscope's own agent for the JVM, and ours in its place with the same settings, in a program that is busy.
class PyroscopeAgentTest {
    private static final Duration UPLOADED = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"pyroscope, jfr", "spanflame, jfr", "spanflame, otlp"})
    void the_method_that_keeps_a_jvm_busy_is_in_its_flame_graph(String maker, String format)
            throws IOException, InterruptedException {
        Path agent = maker.equals("spanflame") ? ours() : pyroscopeAgent();
        Map<String, String> settings = Map.of("PYROSCOPE_PROFILER_EVENT", "itimer", "PYROSCOPE_FORMAT", format);
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            Process busy = program(server, agent, BusyProgram.class, settings);
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
    @CsvSource({
        "pyroscope, itimer, jfr",
        "pyroscope, ctimer, jfr",
        "pyroscope, wall, jfr",
        "spanflame, ctimer, jfr",
        "spanflame, ctimer, otlp"
    })
    void events_keep_their_labels(String maker, String event, String format) throws IOException, InterruptedException {
        Map<String, String> settings = Map.of(
                "PYROSCOPE_FORMAT", format,
                "PYROSCOPE_PROFILER_EVENT", event,
                "PYROSCOPE_PROFILER_ALLOC", "128k",
                "PYROSCOPE_PROFILER_LOCK", "1ms",
                "PYROSCOPE_LABELS", "region=eu,team=shop");
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            Process program = program(
                    server, maker.equals("spanflame") ? ours() : pyroscopeAgent(), LabelledProgram.class, settings);
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

    /// Compiled with Pyroscope's agent and run with ours in its place.
    @Test
    void a_program_that_starts_the_agent_by_code_runs_unchanged_with_ours() throws IOException, InterruptedException {
        try (SpanflameProcess server = SpanflameProcess.start(folder)) {
            ProcessBuilder builder = new ProcessBuilder(
                    java(),
                    "-Xmx64m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    classes(StartedProgram.class) + File.pathSeparator + ours(),
                    StartedProgram.class.getName(),
                    server.uri("pyroscope").toString());
            Process program = start(builder);
            try {
                String labels = "{service_name=\"agent-program\",region=\"eu\",team=\"shop\",";
                assertThat(awaited(server, Profiles.CPU + labels + "route=\"/cart\"}", "StartedProgram.scoped"))
                        .as(server.output())
                        .anyMatch(name -> name.contains("StartedProgram.scoped"))
                        .noneMatch(name -> name.contains("StartedProgram.constant"));
                assertThat(awaited(server, Profiles.CPU + labels + "step=\"constant\"}", "StartedProgram.constant"))
                        .anyMatch(name -> name.contains("StartedProgram.constant"))
                        .noneMatch(name -> name.contains("StartedProgram.scoped"));
            } finally {
                program.destroyForcibly().waitFor();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jfr", "otlp"})
    void the_server_tells_our_agent_what_to_sample(String format) throws IOException, InterruptedException {
        Map<String, String> settings = Map.of("PYROSCOPE_FORMAT", format, "SPANFLAME_ALLOC", "off");
        String control = "--agents.control=stranger:alloc=1k;wall=10ms,alloc=128k";
        try (SpanflameProcess server = SpanflameProcess.start(folder, control)) {
            Process program = program(server, ours(), LabelledProgram.class, settings);
            try {
                String selector = "{service_name=\"agent-program\"}";
                assertThat(awaited(server, "wall:wall:nanoseconds:wall:nanoseconds" + selector, "computeCart"))
                        .as(server.output())
                        .anyMatch(name -> name.contains("LabelledProgram.computeCart"));
                assertThat(awaited(
                                server, "memory:alloc_in_new_tlab_bytes:bytes:space:bytes" + selector, "computeCart"))
                        .anyMatch(name -> name.contains("LabelledProgram.computeCart"));
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

    private static Path ours() {
        return Path.of(System.getProperty("spanflame.root"), "agent", "target", "spanflame-agent.jar");
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
        ProcessBuilder builder = new ProcessBuilder(
                java(),
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-javaagent:" + agent,
                "-cp",
                classes(main),
                main.getName());
        Map<String, String> environment = builder.environment();
        environment.put("PYROSCOPE_APPLICATION_NAME", "agent-program");
        environment.put("PYROSCOPE_SERVER_ADDRESS", server.uri("pyroscope").toString());
        environment.put("PYROSCOPE_FORMAT", "jfr");
        environment.put("PYROSCOPE_UPLOAD_INTERVAL", "2s");
        environment.putAll(settings);
        return start(builder);
    }

    private Process start(ProcessBuilder builder) throws IOException {
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("agent.log").toFile())
                .start();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String classes(Class<?> main) {
        return Path.of(main.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }
}
