package dev.spanflame.tests.docker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Runs programs of other languages and returns what they wrote.
final class Program {
    private static final long MINUTES = 10;

    private Program() {}

    /// Exit status and both outputs, the second of which only holds complaints.
    record Result(int status, String output, String errors) {}

    /// The program of this name on the path; without it the test is skipped.
    static Path installed(String name, String purpose) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path candidate = Path.of(directory, name);
            if (!directory.isEmpty() && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return Assumptions.abort("SKIPPED-TOOLCHAIN: " + name + " is not installed; it is needed " + purpose);
    }

    static Result run(Path directory, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("program", ".out");
        Path errors = Files.createTempFile("program", ".err");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IOException(command + " did not end within " + MINUTES + " minutes");
            }
            return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
            Files.delete(errors);
        }
    }

    /// The output of a program that has to succeed.
    static String output(Path directory, List<String> command) throws IOException, InterruptedException {
        Result result = run(directory, command);
        if (result.status() != 0) {
            throw new AssertionError(
                    String.join(" ", command) + " ended with " + result.status() + ":\n" + result.errors());
        }
        return result.output();
    }
}
