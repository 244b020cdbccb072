package dev.spanflame.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.objectstore.server.Toolchains;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Python with the packages that tests of this module ask with.
public final class PythonTool {
    private static final String[] PACKAGES = {"grpcio==1.85.1", "prometheus-client==0.22.1"};
    private static final Path SCRIPTS = Path.of("src/test/python");

    private PythonTool() {}

    /// Runs a script of `src/test/python` and gives what it said; skips the test where Python is missing.
    public static String run(String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Toolchains.pythonWith(PACKAGES).toString());
        command.add(SCRIPTS.resolve(script).toString());
        command.addAll(List.of(arguments));
        return run(Duration.ofMinutes(2), command);
    }

    private static String run(Duration limit, List<String> command) throws Exception {
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
