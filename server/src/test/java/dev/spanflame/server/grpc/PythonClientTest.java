package dev.spanflame.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spanflame.server.http.ListenerSettings;
import dev.spanflame.server.http.TestPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The same questions as [GrpcCallTest], asked by grpcio, the C core that Python, Ruby and PHP share.
@Timeout(300)
final class PythonClientTest {
    private static final String GRPCIO = "grpcio==1.85.1";

    @Test
    void answersThePythonClient() throws Exception {
        Path python = environment();
        ProbeMethods probe = new ProbeMethods();
        try (TestPort port = new TestPort(ListenerSettings.defaults(), false, List.of(), probe.all())) {
            String said = run(
                    Duration.ofMinutes(2),
                    python.toString(),
                    Path.of("src/test/python/grpc_probe.py").toString(),
                    Integer.toString(port.port()));
            assertThat(said.strip()).isEqualTo("ok");
            assertThat(probe.cancelled.await(1, TimeUnit.SECONDS)).isTrue();
        }
    }

    /// A virtual environment with grpcio, made once per clean build.
    private static Path environment() throws Exception {
        Path home = Path.of("target", "python-grpc").toAbsolutePath();
        Path python = home.resolve("bin/python");
        if (!Files.exists(home.resolve("complete"))) {
            assumeTrue(hasPython(), "SKIPPED-TOOLCHAIN: python3 with the module venv is not installed");
            run(Duration.ofMinutes(2), "python3", "-m", "venv", home.toString());
            run(Duration.ofMinutes(4), python.toString(), "-m", "pip", "install", "--quiet", GRPCIO);
            Files.createFile(home.resolve("complete"));
        }
        return python;
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import venv, ensurepip")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static String run(Duration limit, String... command) throws Exception {
        Path log = Files.createTempFile("python", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
        String said = Files.readString(log, StandardCharsets.UTF_8);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended && process.exitValue() == 0)
                .as(String.join(" ", command) + " said: " + said)
                .isTrue();
        return said;
    }
}
