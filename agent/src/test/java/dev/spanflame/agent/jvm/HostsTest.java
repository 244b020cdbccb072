package dev.spanflame.agent.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spanflame.agent.program.Planted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// JVMs as operators set them up, and settings as they mistype them: a host is profiled, and ends as it
/// would without the agent.
class HostsTest {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String BURN = Planted.class.getName().replace('.', '/') + ".burn";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:-UseSerialGC -XX:+UseZGC",
                "-XX:-UseSerialGC -XX:+UseG1GC -XX:-UsePerfData -XX:+DisableAttachMechanism",
                "-XX:-UseSerialGC -XX:+UseParallelGC -XX:-UseCompressedOops -Xshare:off",
                "-XX:TieredStopAtLevel=1 -Xcheck:jni",
                "-Xint -Xss256k",
            })
    void its_busy_function_is_found_in_every_kind_of_jvm(String options) throws IOException, InterruptedException {
        try (PushReceiver receiver = PushReceiver.start();
                HostJvm host = start(options.split(" "), HostJvm.withAgent(receiver, "lock=1ms"))) {
            receiver.await(HostsTest::burns, LIMIT);

            assertThat(host.isAlive()).isTrue();
            assertThat(host.output()).doesNotContain("A fatal error");
        }
    }

    @Test
    void where_nothing_may_be_loaded_the_flight_recorder_records() throws IOException, InterruptedException {
        assumeTrue(canUnshare(), "SKIPPED-PRIVILEGE: no name space of mounts may be made");
        Path script = folder.resolve("host.sh");
        // all folders in which the agent may put its library, where nothing is executed
        Files.writeString(
                script,
                "#!/bin/sh\nset -e\n"
                        + "for place in " + folder + "/tmp /dev/shm " + folder + "/work; do\n"
                        + "  mkdir -p $place; mount -t tmpfs -o noexec none $place\n"
                        + "done\ncd " + folder + "/work\nexec \"$@\"\n",
                StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        try (PushReceiver receiver = PushReceiver.start();
                HostJvm host = HostJvm.startBy(
                        List.of("unshare", "--mount", script.toString(), HostJvm.java(HostJvm.thisJdk())),
                        folder,
                        options(new String[0], HostJvm.withAgent(receiver)),
                        Planted.class,
                        "60000")) {
            receiver.await(HostsTest::burns, LIMIT);

            assertThat(host.output())
                    .contains("samples are taken by JDK Flight Recorder")
                    .contains("no folder lets a library be loaded");
        }
    }

    @Test
    void a_jvm_without_jmx_goes_on_being_profiled() throws IOException, InterruptedException {
        try (PushReceiver receiver = PushReceiver.start();
                HostJvm host = start(
                        new String[] {"--limit-modules", "java.base,java.instrument"},
                        HostJvm.withAgent(receiver, "upload.interval=300ms"))) {
            receiver.await(
                    found -> found.stream()
                                    .filter(profile -> profile.types().contains("cpu"))
                                    .count()
                            > 3,
                    LIMIT);

            assertThat(host.output()).doesNotContain("profiling ends");
        }
    }

    @Test
    void a_temporary_folder_that_is_read_only_is_passed_by() throws IOException, InterruptedException {
        try (PushReceiver receiver = PushReceiver.start();
                HostJvm host = start(
                        new String[] {"-Djava.io.tmpdir=/proc"},
                        HostJvm.withAgent(receiver, "tmp.directory=/proc/nowhere"))) {
            receiver.await(HostsTest::burns, LIMIT);

            assertThat(host.output()).contains("engine=ctimer");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=,,==,\u00e9=\u0001,%s%n${x}",
                "interval=-5ms,upload.interval=99999999999999999999s,alloc=many,stack.depth=0",
                "server.address=ftp://x,event=magic,queue.bytes=0",
                "async.profiler.arguments=file=/proc/version,cstack=nonsense",
                "labels==,=,a=,=b,__name__=x,application.name=",
                "http.headers={\"a\":\"b\r\nc\"}",
                "configuration.file=/proc/self/mem",
                "server.address=http://127.0.0.1:1/%zz?x#y,tmp.directory=/dev/null",
            })
    void settings_that_are_nonsense_leave_the_host_as_it_is(String arguments) throws IOException, InterruptedException {
        try (HostJvm host = start(
                new String[0],
                "-javaagent:" + HostJvm.agentJar() + "=server.address=http://127.0.0.1:9," + arguments,
                "1000")) {
            assertThat(host.awaitEnd()).as(host.output()).isZero();
            assertThat(host.output()).contains("planted is done");
        }
    }

    @Test
    void a_program_that_ends_at_once_ends_at_once() throws IOException, InterruptedException {
        for (int i = 0; i < 5; i++) {
            long begin = System.nanoTime();
            try (HostJvm host = start(
                    new String[0], "-javaagent:" + HostJvm.agentJar() + "=server.address=http://127.0.0.1:9", "1")) {
                assertThat(host.awaitEnd()).as(host.output()).isZero();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        }
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertThat(left.map(Path::toString).filter(name -> name.contains("libasync")))
                    .isEmpty();
        }
    }

    private static boolean burns(List<Pprof> profiles) {
        return Pprof.widths(profiles, "cpu", name -> name.equals(BURN)).values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                > 50_000_000L;
    }

    private static boolean canUnshare() throws InterruptedException {
        try {
            return new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private HostJvm start(String[] jvm, String agent) throws IOException {
        return start(jvm, agent, "60000");
    }

    private HostJvm start(String[] jvm, String agent, String millis) throws IOException {
        return HostJvm.start(HostJvm.thisJdk(), folder, options(jvm, agent), Planted.class, millis);
    }

    private static List<String> options(String[] jvm, String agent) {
        List<String> all = new ArrayList<>(HostJvm.classPath());
        all.addAll(Arrays.asList(jvm));
        all.add(agent);
        return all;
    }
}
