package dev.spanflame.agent.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spanflame.agent.program.Retransformer;
import dev.spanflame.agent.program.Routes;
import dev.spanflame.agent.program.SdkRoutes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Samples know the span they were taken in, and never another one.
class SpanAttributionTest {
    private static final String RUN_MILLIS = "5000";
    /// The compiler notes which inlined function an instruction is of only here and there: about one sample in
    /// fifty thousand would be shown in the neighbour of its function, under the right span.
    private static final List<String> EACH_FUNCTION_ITSELF = List.of(
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=dontinline,dev.spanflame.agent.program.Routes::first",
            "-XX:CompileCommand=dontinline,dev.spanflame.agent.program.Routes::second",
            "-XX:CompileCommand=dontinline,dev.spanflame.agent.program.Routes::untraced");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"17, platform", "25, platform", "25, virtual"})
    void samples_of_a_function_have_the_span_it_runs_in(int version, String threads)
            throws IOException, InterruptedException {
        Optional<Path> jdk = version == 25 ? Optional.of(HostJvm.thisJdk()) : HostJvm.jdk(version);
        assumeTrue(jdk.isPresent(), "SKIPPED-TOOLCHAIN: no JDK " + version + " beside this one");
        try (PushReceiver receiver = PushReceiver.start()) {
            List<String> options = new ArrayList<>(HostJvm.classPath("opentelemetry", "spanflame-otel"));
            options.set(1, options.get(1) + File.pathSeparator + HostJvm.otelJar());
            options.add(HostJvm.withAgent(receiver));
            options.addAll(EACH_FUNCTION_ITSELF);
            try (HostJvm host =
                    HostJvm.start(jdk.get(), folder, options, SdkRoutes.class, RUN_MILLIS, threads, "wrapped")) {
                assertThat(host.awaitEnd()).as(host.output()).isZero();
                check(receiver.profiles(), host.output());
            }
        }
    }

    @Test
    void an_agent_that_has_virtual_threads_transformed_again_changes_nothing()
            throws IOException, InterruptedException {
        try (PushReceiver receiver = PushReceiver.start()) {
            List<String> options = new ArrayList<>(HostJvm.classPath("opentelemetry", "spanflame-otel"));
            options.set(1, options.get(1) + File.pathSeparator + HostJvm.otelJar());
            options.add("-javaagent:" + retransformer());
            options.add(HostJvm.withAgent(receiver));
            options.addAll(EACH_FUNCTION_ITSELF);
            try (HostJvm host = HostJvm.start(
                    HostJvm.thisJdk(), folder, options, SdkRoutes.class, RUN_MILLIS, "virtual", "wrapped")) {
                assertThat(host.awaitEnd()).as(host.output()).isZero();
                check(receiver.profiles(), host.output());
            }
        }
    }

    private Path retransformer() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", Retransformer.class.getName());
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        Path jar = folder.resolve("retransformer.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Path file : List.of(Path.of("Retransformer.class"), Path.of("Retransformer$1.class"))) {
                String name = "dev/spanflame/agent/program/" + file;
                out.putNextEntry(new ZipEntry(name));
                Files.copy(Path.of("target", "test-classes").resolve(name), out);
            }
        }
        return jar;
    }

    @Test
    void beside_the_agent_of_opentelemetry_contexts_are_followed_wherever_it_brings_them()
            throws IOException, InterruptedException {
        String agent = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("opentelemetry-javaagent-"))
                .findFirst()
                .orElseThrow();
        try (PushReceiver receiver = PushReceiver.start()) {
            List<String> options = new ArrayList<>(
                    HostJvm.classPath("opentelemetry-api", "opentelemetry-context", "opentelemetry-common"));
            options.add(HostJvm.withAgent(receiver));
            options.addAll(EACH_FUNCTION_ITSELF);
            options.addAll(List.of(
                    "-javaagent:" + agent,
                    "-Dotel.javaagent.extensions=" + HostJvm.otelJar(),
                    "-Dotel.traces.exporter=logging",
                    "-Dotel.metrics.exporter=none",
                    "-Dotel.logs.exporter=none"));
            try (HostJvm host =
                    HostJvm.start(HostJvm.thisJdk(), folder, options, Routes.class, RUN_MILLIS, "virtual")) {
                assertThat(host.awaitEnd()).as(host.output()).isZero();
                check(receiver.profiles(), host.output());
                assertThat(host.output()).contains("pyroscope.profile.id").doesNotContain("PusherService");
            }
        }
    }

    private static void check(List<Pprof> profiles, String output) {
        List<Pprof.Sample> samples = new ArrayList<>();
        profiles.stream()
                .filter(profile -> profile.types().contains("cpu"))
                .forEach(profile -> samples.addAll(profile.samples()));
        check(samples, "Routes.first", "GET /first", output);
        check(samples, "Routes.second", "GET /second", output);
        assertThat(samples)
                .filteredOn(sample -> sample.has("Routes.untraced"))
                .as(output)
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(sample.label("span_id")).isEmpty());
    }

    private static void check(List<Pprof.Sample> samples, String function, String span, String output) {
        long all = 0;
        long right = 0;
        for (Pprof.Sample sample : samples) {
            if (sample.has(function)) {
                String found = sample.label("span_name");
                assertThat(found).as(function).isIn("", span);
                all += sample.value();
                right += found.equals(span) ? sample.value() : 0;
                if (!found.isEmpty()) {
                    assertThat(sample.label("span_id")).matches("[0-9a-f]{16}");
                    assertThat(sample.label("trace_id")).matches("[0-9a-f]{32}");
                }
            }
        }
        assertThat(all).as(function + "\n" + output).isGreaterThan(200_000_000L);
        assertThat((double) right / all).as(function).isGreaterThan(0.95);
    }
}
