package dev.spanflame.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.agent.config.AgentOptions;
import dev.spanflame.agent.convert.Converter;
import dev.spanflame.agent.convert.EncodedProfile;
import dev.spanflame.agent.convert.ProfileKind;
import java.io.IOException;
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
    /// As many as a day has with an upload every ten seconds; without `bin/test --full` those of an hour and a half.
    private static final int ROTATIONS = Boolean.getBoolean("spanflame.full") ? 8_640 : 540;

    private static volatile long sink;

    @TempDir
    Path folder;

    @Test
    void profiles_one_after_the_other_leave_no_memory_threads_or_files_behind() throws IOException {
        AgentOptions options = AgentOptions.of(
                "interval=1ms,alloc=64k,wall=5ms,tmp.directory=" + folder, Map.of(), Map.of());
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

    private static long round(Recorder recorder, Converter converter, AgentOptions options, int count)
            throws IOException {
        long cpuNanos = 0;
        for (int i = 0; i < count; i++) {
            long value = sink;
            for (int k = 0; k < 100_000; k++) {
                value = value * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            }
            sink = value;
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
