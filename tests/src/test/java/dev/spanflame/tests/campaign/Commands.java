package dev.spanflame.tests.campaign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Commands of the system.
final class Commands {
    private Commands() {}

    /// Runs a command; returns what it complains of, nothing where it succeeded.
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        return status == 0 ? "" : output + " (" + status + ")";
    }
}
