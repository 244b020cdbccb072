package dev.spanflame.agent.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.agent.program.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the agent is to a program that does nothing.
class QuietHostTest {
    private static final long LIMIT_NANOS = 30_000_000_000L;
    /// Half of it is async-profiler's, which keeps the names of all symbols of the JVM.
    private static final long MOST_KB = 40 * 1024;

    @TempDir
    Path folder;

    @Test
    void the_jvm_makes_no_class_for_the_agent_when_it_starts() throws IOException, InterruptedException {
        try (PushReceiver receiver = PushReceiver.start();
                HostJvm host = start(HostJvm.withAgent(receiver), "-Xlog:class+load")) {
            await(host);

            assertThat(Arrays.stream(host.output().split("\n"))
                            .filter(line -> line.contains("dev.spanflame.agent"))
                            .filter(line -> line.contains("$$Lambda")))
                    .isEmpty();
        }
    }

    @Test
    void its_memory_grows_by_little() throws IOException, InterruptedException {
        try (PushReceiver receiver = PushReceiver.start();
                HostJvm without = start("-Dnothing=1");
                HostJvm with = start(HostJvm.withAgent(receiver))) {
            await(with);

            assertThat(mostMemory(with) - mostMemory(without)).isLessThan(MOST_KB);
        }
    }

    private HostJvm start(String... options) throws IOException {
        List<String> all = new ArrayList<>(HostJvm.classPath());
        all.addAll(Arrays.asList(options));
        return HostJvm.start(HostJvm.thisJdk(), folder, all, Workload.class, "idle", "60");
    }

    private static void await(HostJvm host) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!host.output().contains("profiling application=Workload")) {
            assertThat(System.nanoTime()).as(host.output()).isLessThan(end);
            Thread.sleep(50);
        }
    }

    private static long mostMemory(HostJvm host) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(host.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
