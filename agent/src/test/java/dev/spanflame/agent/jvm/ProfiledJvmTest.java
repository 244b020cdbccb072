package dev.spanflame.agent.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spanflame.agent.program.Allocating;
import dev.spanflame.agent.program.Planted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs with functions made to be found, in JVMs with the agent from the start.
class ProfiledJvmTest {
    /// One in a second.
    private static final long GIGABYTES = 6;

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PROGRAM = Planted.class.getName().replace('.', '/') + ".";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void each_kind_of_profile_shows_the_function_made_for_it(int version) throws IOException, InterruptedException {
        try (PushReceiver receiver = PushReceiver.start();
                HostJvm host = start(
                        version,
                        List.of(HostJvm.withAgent(
                                receiver,
                                "application.name=planted",
                                "labels=zone=a,team=b",
                                "wall=10ms",
                                "lock=1ms",
                                "native.memory=256k")),
                        "4000")) {
            assertThat(host.awaitEnd()).as(host.output()).isZero();
            List<Pprof> profiles = receiver.profiles();

            assertThat(host.output()).contains("planted is done").doesNotContain("WARNING");
            assertThat(widest(profiles, "cpu")).as(host.output()).isEqualTo("burn");
            assertThat(widest(profiles, "alloc_in_new_tlab_bytes")).isEqualTo("allocate");
            assertThat(widest(profiles, "malloc_bytes")).isEqualTo("allocateNative");
            assertThat(delay(profiles, "mutex")).containsKey("contend").doesNotContainKey("park");
            assertThat(delay(profiles, "block")).containsKey("park").doesNotContainKey("contend");
            assertThat(Pprof.widths(profiles, "wall", name -> name.equals(PROGRAM + "sleep")))
                    .hasSize(1);
            assertThat(profiles).allSatisfy(profile -> {
                assertThat(profile.label("service_name")).isEqualTo("planted");
                assertThat(profile.label("zone")).isEqualTo("a");
                assertThat(profile.label("team")).isEqualTo("b");
            });
            assertThat(left()).as("files left behind").isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"17,1", "25,1", "25,300"})
    void what_allocates_fast_is_sampled_less_often_and_shows_the_same(int version, int threads)
            throws IOException, InterruptedException {
        Shown shown = shown(version, threads, 50);

        assertThat((double) shown.bytes / (GIGABYTES << 30))
                .as(shown.toString())
                .isBetween(0.75, 1.25);
        assertThat(shown.samples).isLessThan((GIGABYTES << 11) / 2);
    }

    /// JDK 17 samples a program of many threads too often by itself, so what is shown is compared with that.
    @Test
    void many_threads_on_17_show_as_much_as_without_a_limit_of_samples() throws IOException, InterruptedException {
        Shown all = shown(17, 300, 0);
        Shown fewer = shown(17, 300, 50);

        assertThat((double) fewer.bytes / all.bytes).as(all + ", " + fewer).isBetween(0.75, 1.4);
        assertThat(fewer.samples).isLessThan(all.samples / 2);
    }

    /// What is shown of a program that allocates a gigabyte a second.
    private Shown shown(int version, int threads, int rate) throws IOException, InterruptedException {
        try (PushReceiver receiver = PushReceiver.start();
                HostJvm host = HostJvm.start(
                        jdk(version),
                        folder,
                        options(HostJvm.withAgent(receiver, "event=off", "lock=off", "alloc.rate=" + rate)),
                        Allocating.class,
                        Long.toString(GIGABYTES),
                        Integer.toString(threads))) {
            assertThat(host.awaitEnd()).as(host.output()).isZero();
            List<Pprof> profiles = receiver.profiles();
            Predicate<String> allocates = name -> name.endsWith("Allocating.allocate");

            long bytes = Pprof.widths(profiles, "alloc_in_new_tlab_bytes", allocates).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            long objects = profiles.stream()
                    .flatMap(profile -> profile.samples().stream())
                    .filter(sample -> sample.has("Allocating.allocate"))
                    .mapToLong(sample -> sample.values.get(0))
                    .sum();
            Matcher samples = Pattern.compile("samples (\\d+)\\.").matcher(host.output());
            assertThat(objects * 512.0 * 1024 / bytes).isBetween(0.99, 1.01);
            assertThat(samples.find()).as(host.output()).isTrue();
            return new Shown(bytes, Long.parseLong(samples.group(1)));
        }
    }

    /// Bytes that were shown as allocated, and the samples behind them.
    private static final class Shown {
        private final long bytes;
        private final long samples;

        private Shown(long bytes, long samples) {
            this.bytes = bytes;
            this.samples = samples;
        }

        @Override
        public String toString() {
            return bytes + " bytes by " + samples + " samples";
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void without_async_profiler_the_flight_recorder_is_used(int version) throws IOException, InterruptedException {
        try (PushReceiver receiver = PushReceiver.start();
                HostJvm host = start(
                        version,
                        List.of(HostJvm.withAgent(receiver, "tmp.directory=/nowhere", "profiler=jfr")),
                        "60000")) {
            receiver.await(found -> widest(found, "cpu").equals("burn"), LIMIT);

            assertThat(host.output())
                    .contains("samples are taken by JDK Flight Recorder")
                    .contains(version == 25 ? "jdk.CPUTimeSample" : "jdk.ExecutionSample");
        }
    }

    @Test
    void a_host_whose_server_is_dead_runs_as_ever() throws IOException, InterruptedException {
        try (HostJvm host = start(
                25,
                List.of("-javaagent:" + HostJvm.agentJar()
                        + "=server.address=http://127.0.0.1:9,upload.interval=300ms,interval=soon,nonsense=1"),
                "1500")) {
            assertThat(host.awaitEnd()).isZero();
            assertThat(host.output())
                    .contains("planted is done")
                    .containsOnlyOnce("spanflame.interval is \"soon\", expected a time")
                    .containsOnlyOnce("nonsense=1")
                    .containsOnlyOnce("profiles are not accepted");
            assertThat(left()).isEmpty();
        }
    }

    @Test
    void a_jvm_that_runs_is_attached_to_and_told_to_stop() throws IOException, InterruptedException {
        try (PushReceiver receiver = PushReceiver.start();
                HostJvm host = start(25, List.of(), "60000")) {
            String settings = "server.address=" + receiver.uri() + ",upload.interval=300ms";
            assertThat(command("attach", Long.toString(host.pid()), settings)).contains("attached");
            receiver.await(found -> widest(found, "cpu").equals("burn"), LIMIT);

            assertThat(command("attach", Long.toString(host.pid()), "enabled=false"))
                    .contains("attached");
            int before = awaitSilence(receiver);
            assertThat(command("attach", Long.toString(host.pid()), "enabled=true,interval=20ms"))
                    .contains("attached");
            receiver.await(found -> found.stream().anyMatch(profile -> profile.period() == 20_000_000L), LIMIT);

            assertThat(receiver.requests()).hasSizeGreaterThan(before);
            assertThat(command("attach", Long.toString(host.pid()), "enabled=false"))
                    .contains("attached");
            int again = awaitSilence(receiver);
            assertThat(command("attach", Long.toString(host.pid()), "enabled=true"))
                    .contains("attached");
            receiver.await(found -> receiver.requests().size() > again, LIMIT);
            assertThat(host.output().split("profiling application", -1))
                    .as("each beginning is told, also of the same")
                    .hasSize(1 + 3);
            assertThat(host.isAlive()).isTrue();
        }
    }

    @Test
    void a_server_changes_the_interval_by_its_answer() throws IOException, InterruptedException {
        PushReceiver.Behaviour slower = (exchange, number) -> {
            exchange.getResponseHeaders().set("Spanflame-Agent-Control", "interval=50ms,server.address=http://evil");
            return false;
        };
        try (PushReceiver receiver = PushReceiver.start(slower);
                HostJvm host = start(25, List.of(HostJvm.withAgent(receiver, "upload.interval=300ms")), "60000")) {
            receiver.await(found -> found.stream().anyMatch(profile -> profile.period() == 50_000_000L), LIMIT);

            assertThat(host.output()).contains("is not a change that can be made");
        }
    }

    private static int awaitSilence(PushReceiver receiver) throws InterruptedException {
        int before;
        do {
            before = receiver.requests().size();
            Thread.sleep(1000);
        } while (receiver.requests().size() > before);
        return before;
    }

    private String command(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                HostJvm.thisJdk().resolve("bin").resolve("java").toString(),
                "-jar",
                HostJvm.agentJar().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private HostJvm start(int version, List<String> options, String... arguments) throws IOException {
        return HostJvm.start(jdk(version), folder, options(options.toArray(String[]::new)), Planted.class, arguments);
    }

    private static Path jdk(int version) throws IOException {
        Optional<Path> jdk = version == 25 ? Optional.of(HostJvm.thisJdk()) : HostJvm.jdk(version);
        assumeTrue(jdk.isPresent(), "SKIPPED-TOOLCHAIN: no JDK " + version + " beside this one");
        return jdk.get();
    }

    private static List<String> options(String... more) {
        List<String> all = new ArrayList<>(HostJvm.classPath());
        all.addAll(List.of(more));
        return all;
    }

    private static String widest(List<Pprof> profiles, String type) {
        return Pprof.widths(profiles, type, name -> name.startsWith(PROGRAM) && !name.contains("lambda"))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(entry -> entry.getKey().substring(PROGRAM.length()))
                .orElse("");
    }

    /// Waits of one kind by function of the program.
    private static Map<String, Long> delay(List<Pprof> profiles, String name) {
        List<Pprof> ofName = profiles.stream()
                .filter(profile -> profile.label("__name__").equals(name))
                .collect(Collectors.toList());
        Map<String, Long> widths = new HashMap<>();
        Pprof.widths(ofName, "delay", frame -> frame.startsWith(PROGRAM))
                .forEach((frame, value) -> widths.put(frame.substring(PROGRAM.length()), value));
        return widths;
    }

    /// What is in the program's temporary folder, but for the JVM's own.
    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("hsperfdata"))
                    .collect(Collectors.toList());
        }
    }
}
