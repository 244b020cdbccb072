package dev.spanflame.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.agent.config.AgentOptions;
import dev.spanflame.agent.convert.Converter;
import dev.spanflame.agent.convert.EncodedProfile;
import dev.spanflame.agent.convert.ProfileKind;
import dev.spanflame.agent.jvm.Pprof;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A recording of this JVM that is asked for its next piece again and again.
class RotationTest {
    /// As many as a day has with an upload every ten seconds; without `bin/test --full` those of an hour
    /// and a half.
    private static final int ROTATIONS = Boolean.getBoolean("spanflame.full") ? 8_640 : 540;

    private static volatile long sink;

    @TempDir
    Path folder;

    @Test
    void profiles_one_after_the_other_leave_no_memory_threads_or_files_behind() throws IOException {
        AgentOptions options =
                AgentOptions.of("interval=1ms,alloc=64k,wall=5ms,tmp.directory=" + folder, Map.of(), Map.of());
        Recorder recorder = NativeRecorder.load(options);
        Converter converter = new Converter(options);
        recorder.start(options.sampling());
        try {
            long cpuNanos = 0;
            round(recorder, converter, options, ROTATIONS / 10);
            long memory = usedMemory();
            int threads = Thread.activeCount();
            for (int i = 1; i < 10; i++) {
                cpuNanos += round(recorder, converter, options, ROTATIONS / 10);
            }

            assertThat(cpuNanos).isPositive();
            assertThat(usedMemory() - memory).isLessThan(4 << 20);
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
            assertThat(files()).isEmpty();
            assertThat(recorder.missed()).as("samples that met a rotation").isLessThan(4L * ROTATIONS);
        } finally {
            recorder.stop();
        }
    }

    @Test
    void all_cpu_time_is_in_some_profile_however_often_they_are_taken() throws IOException {
        AgentOptions options =
                AgentOptions.of("interval=10ms,alloc=off,lock=off,tmp.directory=" + folder, Map.of(), Map.of());
        Recorder recorder = NativeRecorder.load(options);
        Converter converter = new Converter(options);
        recorder.start(options.sampling());
        try {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long begin = threads.getCurrentThreadCpuTime();
            long sampled = 0;
            long spent = 0;
            while (spent < 3_000_000_000L) {
                long until = begin + spent + 100_000_000L;
                while (threads.getCurrentThreadCpuTime() < until) {
                    spin();
                }
                spent = threads.getCurrentThreadCpuTime() - begin;
                sampled += cpuOfThis(converter, recorder, options);
            }

            // a lost piece would be far more than what timers and rotations miss
            assertThat((double) sampled / spent).isBetween(0.7, 1.2);
        } finally {
            recorder.stop();
        }
    }

    private static long cpuOfThis(Converter converter, Recorder recorder, AgentOptions options) throws IOException {
        List<EncodedProfile> profiles = converter.convert(recorder.rotate(), options.sampling(), true);
        return profiles.stream()
                .map(profile -> Pprof.of(profile.pprof()))
                .flatMap(profile -> profile.samples().stream())
                .filter(sample ->
                        sample.has("RotationTest.all_cpu_time_is_in_some_profile_however_often_they_are_taken"))
                .mapToLong(Pprof.Sample::value)
                .sum();
    }

    private static void spin() {
        long value = sink;
        for (int k = 0; k < 100_000; k++) {
            value = value * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        }
        sink = value;
    }

    private static long round(Recorder recorder, Converter converter, AgentOptions options, int count)
            throws IOException {
        long cpuNanos = 0;
        for (int i = 0; i < count; i++) {
            spin();
            List<EncodedProfile> profiles = converter.convert(recorder.rotate(), options.sampling(), true);
            for (EncodedProfile profile : profiles) {
                if (profile.kind() == ProfileKind.CPU) {
                    cpuNanos += profile.total();
                }
            }
        }
        return cpuNanos;
    }

    private static long usedMemory() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.collect(Collectors.toList());
        }
    }
}
